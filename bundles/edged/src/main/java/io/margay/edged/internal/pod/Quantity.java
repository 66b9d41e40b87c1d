package io.margay.edged.internal.pod;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of a resource as Kubernetes writes it: {@code 100m}, {@code 64Mi}, {@code 1e3}
 * (kubernetes.io, API reference, "Quantity").
 */
public record Quantity(BigDecimal value) implements Comparable<Quantity> {
  public static final Quantity ZERO = new Quantity(BigDecimal.ZERO);

  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?[0-9]{1,20}(?:\\.[0-9]{0,9})?|\\.[0-9]{1,9})([eE][+-]?[0-9]{1,2}|[a-zA-Z]{0,2})");
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("", BigDecimal.ONE),
          Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
          Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
          Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
          Map.entry("k", BigDecimal.TEN.pow(3)),
          Map.entry("M", BigDecimal.TEN.pow(6)),
          Map.entry("G", BigDecimal.TEN.pow(9)),
          Map.entry("T", BigDecimal.TEN.pow(12)),
          Map.entry("P", BigDecimal.TEN.pow(15)),
          Map.entry("E", BigDecimal.TEN.pow(18)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  /** Equal amounts are equal, however they were written. */
  public Quantity {
    value = value.stripTrailingZeros();
  }

  /** The amount that a text names, if it is one that is not negative and fits 63 bits. */
  public static Optional<Quantity> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String unit = form.group(2);
    BigDecimal factor = UNITS.get(unit);
    if (factor == null && !isExponent(unit)) {
      return Optional.empty();
    }
    BigDecimal number =
        factor == null
            ? new BigDecimal(form.group(1) + unit)
            : new BigDecimal(form.group(1)).multiply(factor);
    return number.signum() < 0 || number.compareTo(MOST) > 0
        ? Optional.empty()
        : Optional.of(new Quantity(number));
  }

  private static boolean isExponent(String unit) {
    return unit.length() > 1
        && "eE".indexOf(unit.charAt(0)) >= 0
        && !Character.isLetter(unit.charAt(1));
  }

  /** Whole units, rounded up: bytes. */
  public long units() {
    return value.setScale(0, RoundingMode.CEILING).longValue();
  }

  /** Thousandths, rounded up: milli-cores. */
  public long millis() {
    return value.movePointRight(3).setScale(0, RoundingMode.CEILING).longValue();
  }

  public boolean isZero() {
    return value.signum() == 0;
  }

  public Quantity plus(Quantity other) {
    return new Quantity(value.add(other.value));
  }

  @Override
  public String toString() {
    return value.toPlainString();
  }

  @Override
  public int compareTo(Quantity other) {
    return value.compareTo(other.value);
  }
}

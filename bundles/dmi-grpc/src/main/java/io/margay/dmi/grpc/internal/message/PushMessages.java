package io.margay.dmi.grpc.internal.message;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Settings;
import io.margay.dmi.grpc.internal.wire.AnomalyDetection;
import io.margay.dmi.grpc.internal.wire.DBMethod;
import io.margay.dmi.grpc.internal.wire.DBMethodInfluxdb2;
import io.margay.dmi.grpc.internal.wire.DBMethodMySQL;
import io.margay.dmi.grpc.internal.wire.DBMethodRedis;
import io.margay.dmi.grpc.internal.wire.DBMethodTDEngine;
import io.margay.dmi.grpc.internal.wire.Influxdb2ClientConfig;
import io.margay.dmi.grpc.internal.wire.Influxdb2DataConfig;
import io.margay.dmi.grpc.internal.wire.MySQLClientConfig;
import io.margay.dmi.grpc.internal.wire.PushMethod;
import io.margay.dmi.grpc.internal.wire.PushMethodHTTP;
import io.margay.dmi.grpc.internal.wire.PushMethodMQTT;
import io.margay.dmi.grpc.internal.wire.PushMethodOTEL;
import io.margay.dmi.grpc.internal.wire.RedisClientConfig;
import io.margay.dmi.grpc.internal.wire.TDEngineClientConfig;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes {@code pushMethod} as the mapper is to have it: a mapper in another process pushes its
 * samples itself. Names are matched without regard to case, as in KubeEdge.
 */
final class PushMessages {
  private PushMessages() {}

  static PushMethod write(Map<String, Object> pushMethod) {
    Consumer<Problem> judgedElsewhere = problem -> {};
    Settings settings = new Settings("", pushMethod, judgedElsewhere);
    PushMethod.Builder push = PushMethod.newBuilder();
    if (settings.has("http")) {
      push.setHttp(http(settings.object("http")));
    }
    if (settings.has("mqtt")) {
      push.setMqtt(mqtt(settings.object("mqtt")));
    }
    if (settings.has("otel")) {
      push.setOtel(
          PushMethodOTEL.newBuilder().setEndpointURL(text(settings.object("otel"), "endpointURL")));
    }
    if (settings.has("dbMethod")) {
      push.setDbMethod(database(settings.object("dbMethod")));
    }
    if (settings.has("anomalyDetection")) {
      push.setAnomalyDetection(
          AnomalyDetection.newBuilder()
              .putAllData(ConfigValues.wrapped(settings.object("anomalyDetection").data())));
    }
    return push.build();
  }

  private static PushMethodHTTP http(Settings http) {
    return PushMethodHTTP.newBuilder()
        .setHostname(text(http, "hostName"))
        .setPort(number(http, "port"))
        .setRequestpath(text(http, "requestPath"))
        .setTimeout(number(http, "timeout"))
        .build();
  }

  private static PushMethodMQTT mqtt(Settings mqtt) {
    return PushMethodMQTT.newBuilder()
        .setAddress(text(mqtt, "address"))
        .setTopic(text(mqtt, "topic"))
        .setQos((int) number(mqtt, "qos"))
        .setRetained(mqtt.flagOr(false, "retained"))
        .build();
  }

  private static DBMethod database(Settings database) {
    DBMethod.Builder method = DBMethod.newBuilder();
    if (database.has("influxdb2")) {
      method.setInfluxdb2(influx(database.object("influxdb2")));
    }
    if (database.has("redis")) {
      Settings redis = database.object("redis").object("redisClientConfig");
      method.setRedis(
          DBMethodRedis.newBuilder()
              .setRedisClientConfig(
                  RedisClientConfig.newBuilder()
                      .setAddr(text(redis, "addr"))
                      .setDb((int) number(redis, "db"))
                      .setPoolsize((int) number(redis, "poolsize"))
                      .setMinIdleConns((int) number(redis, "minIdleConns"))));
    }
    if (database.has("TDEngine")) {
      Settings tdEngine = database.object("TDEngine").object("TDEngineClientConfig");
      method.setTdengine(
          DBMethodTDEngine.newBuilder()
              .setTdEngineClientConfig(
                  TDEngineClientConfig.newBuilder()
                      .setAddr(text(tdEngine, "addr"))
                      .setDbname(text(tdEngine, "dbName"))));
    }
    if (database.has("mysql")) {
      Settings mysql = database.object("mysql").object("mysqlClientConfig");
      method.setMysql(
          DBMethodMySQL.newBuilder()
              .setMysqlClientConfig(
                  MySQLClientConfig.newBuilder()
                      .setAddr(text(mysql, "addr"))
                      .setDatabase(text(mysql, "database"))
                      .setUserName(text(mysql, "userName"))));
    }
    return method.build();
  }

  private static DBMethodInfluxdb2 influx(Settings influx) {
    Settings client = influx.object("influxdb2ClientConfig");
    Settings data = influx.object("influxdb2DataConfig");
    Map<String, String> tags = new TreeMap<>();
    data.object("tag").data().forEach((key, value) -> tags.put(key, String.valueOf(value)));
    return DBMethodInfluxdb2.newBuilder()
        .setInfluxdb2ClientConfig(
            Influxdb2ClientConfig.newBuilder()
                .setUrl(text(client, "url"))
                .setOrg(text(client, "org"))
                .setBucket(text(client, "bucket")))
        .setInfluxdb2DataConfig(
            Influxdb2DataConfig.newBuilder()
                .setMeasurement(text(data, "measurement"))
                .putAllTag(tags)
                .setFieldKey(text(data, "fieldKey")))
        .build();
  }

  private static String text(Settings settings, String key) {
    return settings.has(key) ? settings.text(key) : "";
  }

  private static long number(Settings settings, String key) {
    return settings.integerOr(0, Long.MIN_VALUE, Long.MAX_VALUE, key);
  }
}

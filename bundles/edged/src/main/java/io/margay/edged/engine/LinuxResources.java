package io.margay.edged.engine;

/**
 * What a container may use. 0 means: no limit, or the engine's default.
 *
 * @param cpuShares weight, 2 to 262144 (cgroup v1's {@code cpu.shares}; 1024 is one core's)
 * @param cpuQuotaMicros time of all cores in each period
 * @param cpuPeriodMicros usually 100000
 * @param memoryLimitBytes the process that goes over it is killed
 * @param oomScoreAdjust −1000 to 1000: who is killed first when the machine has no memory
 */
public record LinuxResources(
    long cpuShares,
    long cpuQuotaMicros,
    long cpuPeriodMicros,
    long memoryLimitBytes,
    int oomScoreAdjust) {}

using System.Globalization;

namespace OciInterceptor.Tests;

/// <summary>
/// How long a test of either project waits for what must come: so long that on an idle machine only what hangs takes longer, and
/// as many times longer as there are processes for each processor.
/// </summary>
internal static class TimeLimit
{
    /// <summary>For a program that has next to nothing to do.</summary>
    internal static TimeSpan OfAProgram => Minutes(1);

    /// <summary>For what an engine does in its own time.</summary>
    internal static TimeSpan OfAnEngine => Minutes(2);

    /// <summary>For a command from its start to its end.</summary>
    internal static TimeSpan OfACommand => Minutes(3);

    /// <summary>For a command that does the work of many, or runs beside many others.</summary>
    internal static TimeSpan OfManyCommands => Minutes(8);

    /// <summary>As options and members of documents have it.</summary>
    internal static int Seconds(TimeSpan limit) => (int)limit.TotalSeconds;

    /// <summary>How many times longer than on an idle machine things may take.</summary>
    /// <param name="load">/proc/loadavg: its first number is how many processes wanted to run, on the average of the last minute.</param>
    /// <param name="processors">How many could.</param>
    internal static double Factor(string load, int processors) => Math.Max(1, double.Parse(load.Split(' ')[0], CultureInfo.InvariantCulture) / processors);

    private static TimeSpan Minutes(double onAnIdleMachine) =>
        TimeSpan.FromMinutes(onAnIdleMachine * Factor(File.ReadAllText("/proc/loadavg"), Environment.ProcessorCount));
}

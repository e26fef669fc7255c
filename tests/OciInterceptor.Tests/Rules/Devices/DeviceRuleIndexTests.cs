using OciInterceptor.Rules.Devices;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Rules.Devices;

public sealed class DeviceRuleIndexTests
{
    private static readonly string[] _types = ["\"type\":\"c\",", "\"type\":\"b\",", "\"type\":\"a\",", ""];

    /// <summary>What is read rule by rule is the reference.</summary>
    [Fact]
    public void Says_what_the_rules_say_one_after_another()
    {
        var random = new Random(5);
        var (allowed, denied) = (0, 0);
        for (var run = 0; run < 5_000; run++)
        {
            var rules = Enumerable.Range(0, random.Next(8)).Select(_ => Rule(random)).ToArray();
            var list = new OciInterceptor.Collections.ImmutableArray<LinuxDeviceCgroup>(rules);
            var index = new DeviceRuleIndex(list);
            foreach (var device in (DeviceNumber[])[new("c", 1, 1), new("c", 1, 2), new("c", 2, 1), new("b", 1, 1)])
            {
                foreach (var letter in DeviceAccess.All)
                {
                    var expected = DeviceAccess.Allows(list, device.Type, device.Major, device.Minor, $"{letter}");
                    (allowed, denied) = (allowed + (expected ? 1 : 0), denied + (expected ? 0 : 1));
                    index.Allows(device, letter).Should().Be(expected, string.Join(", ", rules.Select(rule => Sample.Text(rule.Json))));
                }
            }
        }
        allowed.Should().BeGreaterThan(1_000);
        denied.Should().BeGreaterThan(1_000);
    }

    private static LinuxDeviceCgroup Rule(Random random)
    {
        var type = _types[random.Next(random.Next(3) == 0 ? 4 : 2)];
        return new LinuxDeviceCgroup(Sample.Object(
            $"{{\"allow\":{(random.Next(2) == 0 ? "true" : "false")},{type}{Number(random, "major")}{Number(random, "minor")}\"access\":\"{"rwm"[..random.Next(1, 4)]}\"}}"));
    }

    private static string Number(Random random, string name) => random.Next(4) switch
    {
        0 => "",
        1 => $"\"{name}\":-1,",
        var number => $"\"{name}\":{number - 1},",
    };
}

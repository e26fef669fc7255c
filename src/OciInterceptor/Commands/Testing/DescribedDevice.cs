using System.Globalization;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Commands.Testing;

/// <summary>Reads a device node of a test's machine.</summary>
internal static class DescribedDevice
{
    private static readonly ImmutableArray<Member> _device =
    [
        new("type", new Shape.Word("c", "b", "p"), "A character device, a block device or a FIFO.", IsRequired: true),
        new("major", Shape.Integer, "Its major number."),
        new("minor", Shape.Integer, "Its minor number."),
        new("mode", Shape.Mode, "Its permissions, by default 0660."),
        new("uid", Shape.Integer, "Its owner, by default 0."),
        new("gid", Shape.Integer, "Its group, by default 0."),
    ];

    /// <summary>A text for the usual one, or all about it.</summary>
    internal static Shape Shape => new Shape.Either(new Shape.Plain("string", "a device", "^([cb] [0-9]+:[0-9]+|p)( 0*[0-7]{1,4})?$"), new Shape.Record(_device));

    /// <exception cref="InterceptorException">It is malformed.</exception>
    internal static HostDevice Read(KeyValuePair<string, JsonValue> entry)
    {
        if (entry.Value is JsonObject json)
        {
            var device = new ObjectReader(json, _device, HostReader.NoHost);
            var type = device.Word("type")!;
            return type != "p" && !(device.Has("major") && device.Has("minor")) ? throw json.Error($"a device of the type {type} needs \"major\" and \"minor\"")
                : new HostDevice(type, device.Number<uint>("major") ?? 0, device.Number<uint>("minor") ?? 0, device.Mode("mode") ?? 0x1B0, device.Number<uint>("uid") ?? 0, device.Number<uint>("gid") ?? 0);
        }
        var words = entry.Value is JsonScalar { Kind: JsonKind.String } text ? text.AsText().Split(' ') : [];
        var isFifo = words is ["p", ..];
        var numbers = words is ["c" or "b", var pair, ..] ? pair.Split(':') : [];
        var mode = words.Length == (isFifo ? 2 : 3) ? Octal(words[^1]) : words.Length == (isFifo ? 1 : 2) ? 0x1B0 : (uint?)null;
        var (major, minor) = numbers.Length == 2 ? (Decimal(numbers[0]), Decimal(numbers[1])) : (isFifo ? 0 : null, 0);
        return mode is { } bits && major is { } first && minor is { } second
            ? new HostDevice(words[0], first, second, bits, 0, 0)
            : throw entry.Value.Error($"the device {entry.Key} must be such as \"c 10:232\" or \"b 8:0 0660\", or an object");
    }

    private static uint? Decimal(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static uint? Octal(string text)
    {
        var mode = 0u;
        foreach (var digit in text)
        {
            mode = digit is >= '0' and <= '7' && mode <= 0xFFF ? (mode << 3) | (uint)(digit - '0') : uint.MaxValue;
        }
        return text.Length > 0 && mode <= 0xFFF ? mode : null;
    }
}

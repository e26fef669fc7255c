using System.Collections;
using System.Reflection;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Spec.Views;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Spec;

/// <summary>A value for a property of any type that records have, and any such value as text.</summary>
internal static class SampleValue
{
    internal static object Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return "a \"text\"";
        }
        if (type == typeof(bool))
        {
            return true;
        }
        if (type.IsPrimitive)
        {
            return type.GetField("MaxValue")!.GetValue(null)!;
        }
        if (type == typeof(StringMap))
        {
            return StringMap.Empty.With("b", "2").With("a", "");
        }
        if (type.IsAssignableTo(typeof(SpecObject)))
        {
            return SpecProperty.Record(type, Sample.Object("""{ "any" : 1e3 }"""));
        }
        return typeof(SampleValue)
            .GetMethod(type.GetGenericTypeDefinition() == typeof(RecordMap<>) ? nameof(Map) : nameof(List), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(type.GetGenericArguments())
            .Invoke(null, null)!;
    }

    internal static string Text(object? value) => value switch
    {
        null => "null",
        SpecObject record => Sample.Text(record.Json),
        SpecMap map => Sample.Text(map.Json),
        string text => text,
        IEnumerable list => IsDefault(list) ? "null" : string.Join(", ", list.Cast<object>().Select(Text)),
        _ => value.ToString()!,
    };

    /// <summary>Whether a value says that the member is absent: null, or a default list.</summary>
    internal static bool IsDefault(object? value) =>
        value is null || (bool?)value.GetType().GetProperty(nameof(ImmutableArray<int>.IsDefault))?.GetValue(value) == true;

    internal static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private static RecordMap<T> Map<T>()
        where T : SpecObject =>
        new RecordMap<T>(JsonObject.Empty, json => (T)SpecProperty.Record(typeof(T), json)).With("a", (T)Of(typeof(T)));

    private static ImmutableArray<T> List<T>() => [(T)Of(typeof(T)), (T)Of(typeof(T))];
}

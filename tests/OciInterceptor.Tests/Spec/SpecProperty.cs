using System.Reflection;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Tests.Spec;

/// <summary>A property of a record, found by reflection, and the member that it stands for.</summary>
internal sealed class SpecProperty
{
    internal const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    internal static readonly ImmutableArray<Type> Records =
        [.. typeof(SpecObject).Assembly.GetTypes().Where(type => type.BaseType == typeof(SpecObject)).OrderBy(type => type.Name)];

    internal static readonly ImmutableArray<SpecProperty> All = [.. Records.SelectMany(Of)];

    private readonly PropertyInfo _property;

    private SpecProperty(PropertyInfo property)
    {
        _property = property;
        var record = Record(JsonObject.Empty);
        Set(record, SampleValue.Of(Type));
        Member = record.Json.Members.Single().Name.AsText();
    }

    internal string Name => _property.Name;

    internal string RecordName => _property.DeclaringType!.Name;

    internal Type Type => _property.PropertyType;

    internal string Member { get; }

    internal static SpecProperty Find(string record, string name) => All.Single(p => p.RecordName == record && p.Name == name);

    internal static IEnumerable<SpecProperty> Of(Type record) => record
        .GetProperties(Hidden | BindingFlags.DeclaredOnly)
        .Where(property => property.Name != "EqualityContract")
        .Select(property => new SpecProperty(property));

    internal static SpecObject Record(Type type, JsonObject json) => (SpecObject)Activator.CreateInstance(type, Hidden, null, [json], null)!;

    internal SpecObject Record(JsonObject json) => Record(_property.DeclaringType!, json);

    internal object? Get(SpecObject record) => _property.GetValue(record, BindingFlags.DoNotWrapExceptions, null, null, null);

    /// <summary>What "with" does behind its copy.</summary>
    internal void Set(SpecObject record, object? value) => _property.SetValue(record, value, BindingFlags.DoNotWrapExceptions, null, null, null);
}

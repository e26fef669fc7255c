using System.Runtime.CompilerServices;
using OciInterceptor.Spec;

namespace OciInterceptor.Tests.Layering;

/// <summary>A name in a message, a page or a review means one type.</summary>
public sealed class TypeNameTests
{
    [Fact]
    public void No_two_types_have_one_name()
    {
        var types = typeof(RuntimeSpec).Assembly.GetTypes()
            .Where(type => !type.IsNestedPrivate && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
            .ToList();
        types.Should().HaveCountGreaterThan(300, "the assembly is the product's");

        types.GroupBy(type => type.Name)
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(" and ", group.Select(type => type.FullName)))
            .Should().BeEmpty();
    }
}

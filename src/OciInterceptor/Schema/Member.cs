namespace OciInterceptor.Schema;

/// <summary>A member that a policy may have at some place.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">What its value may be.</param>
/// <param name="Help">One sentence for the schema, which editors show.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record Member(string Name, Shape Shape, string Help, bool IsRequired = false);

namespace OciInterceptor.Schema;

/// <summary>A member that an object of a policy may have. <paramref name="Help"/> is one sentence for the schema, which editors show.</summary>
internal sealed record Member(string Name, Shape Shape, string Help, bool IsRequired = false);

namespace OciInterceptor.Engines.Doctor;

/// <summary>Looks at one thing that can be wrong around the interceptor.</summary>
internal interface ICheck
{
    /// <summary>One word for it.</summary>
    string Name { get; }

    /// <summary>What there is to say; nothing when the machine does not have what is looked at.</summary>
    IEnumerable<Diagnosis> Look(DoctorContext context);
}

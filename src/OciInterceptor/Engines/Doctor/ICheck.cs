namespace OciInterceptor.Engines.Doctor;

/// <summary>Looks at one thing that can be wrong around the interceptor.</summary>
internal interface ICheck
{
    /// <summary>One word for it.</summary>
    string Name { get; }

    /// <summary>The findings; none if the machine does not have what is checked.</summary>
    IEnumerable<Diagnosis> Look(DoctorContext context);
}

namespace OciInterceptor.Engines.Doctor;

/// <summary>All checks, one after the other.</summary>
internal static class DoctorChecks
{
    internal static ImmutableArray<Diagnosis> Of(DoctorContext context) => Checks.SelectMany(check => check.Look(context)).ToImmutableArray();

    /// <summary>The checks of whether what is registered works.</summary>
    internal static ImmutableArray<Diagnosis> OfRegistrations(DoctorContext context) =>
    [
        .. new EnginesCheck().Faults(context),
        .. ((ICheck[])[new RegistrationCheck(), new VersionCheck(), new RuntimeCheck()]).SelectMany(check => check.Look(context)),
        .. new PoliciesCheck().Registrations(context),
    ];

    /// <summary>0 when all is well, 1 for problems, 2 when something cannot be determined. With <paramref name="isStrict"/>, 1 for warnings too.</summary>
    internal static int ExitCode(IReadOnlyCollection<Diagnosis> diagnoses, bool isStrict = false) =>
        diagnoses.Any(diagnosis => diagnosis.Condition == Health.Problem || (isStrict && diagnosis.Condition == Health.Warning)) ? 1
        : diagnoses.Any(diagnosis => diagnosis.Condition == Health.Unknown) ? 2 : 0;

    private static ImmutableArray<ICheck> Checks =>
    [
        new EnginesCheck(), new RegistrationCheck(), new VersionCheck(), new RuntimeCheck(), new EscapesCheck(),
        new PoliciesCheck(), new FeaturesCheck(), new LogsCheck(), new CgroupCheck(), new SecurityModulesCheck(), new QuotaCheck(),
    ];
}

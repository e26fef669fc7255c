using OciInterceptor.Messages;

namespace OciInterceptor.Conditions;

/// <summary>Holds when the name of the container's image matches, as Docker recorded it or an annotation says it.</summary>
internal static class ImageCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "image",
        Controller.Author,
        "Globs for the image's name, as it was given to the engine.",
        static subject => [Facts.Image(subject) ?? throw new InterceptorException("cannot tell the container's image: neither Docker nor a CRI recorded it")],
        static pattern => pattern.Length > 0 ? null : "an image's name is never empty") with
    {
        NeedsConfiguration = true,
    };
}

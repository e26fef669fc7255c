namespace Fuzz;

/// <summary>The product did something that an oracle says it must not.</summary>
internal sealed class OracleException(string message) : Exception(message)
{
    /// <param name="holds">What must hold.</param>
    /// <param name="message">What it means when it does not, with the values.</param>
    internal static void Require(bool holds, Func<string> message)
    {
        if (!holds)
        {
            throw new OracleException(message());
        }
    }
}

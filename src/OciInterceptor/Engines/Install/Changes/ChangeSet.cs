using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Changes;

/// <summary>Changes of several files, made one after the other, all or none.</summary>
/// <remarks>A kill between two changes leaves the earlier ones made, so each must be harmless without the next.</remarks>
internal sealed record ChangeSet(ImmutableArray<FileChange> Changes)
{
    internal bool IsEmpty => Changes.IsEmpty;

    /// <summary>Whether everything is as it was before.</summary>
    internal bool IsTakenBack => Changes.All(change => FileState.Read(change.Path) == change.Before);

    /// <summary>Of planned changes those that change something.</summary>
    internal static ChangeSet Of(IEnumerable<FileChange> changes) => new(changes.Where(change => !change.IsEmpty).ToImmutableArray());

    /// <summary>Makes the changes in their order.</summary>
    /// <exception cref="InterceptorException">One could not be made; those before it were taken back.</exception>
    internal void Make()
    {
        for (var i = 0; i < Changes.Length; i++)
        {
            try
            {
                Changes[i].Make();
            }
            catch (InterceptorException e)
            {
                new ChangeSet(Changes[..i]).TakeBack(e);
                throw;
            }
        }
    }

    /// <summary>Takes the changes back, the last first, because of a failure.</summary>
    /// <exception cref="InterceptorException">One could not be taken back; the message has both causes.</exception>
    internal void TakeBack(InterceptorException failure)
    {
        for (var i = Changes.Length - 1; i >= 0; i--)
        {
            try
            {
                Changes[i].Reversed.Make();
            }
            catch (InterceptorException e)
            {
                throw new InterceptorException($"{failure.Message}; undoing the changes failed too: {e.Message}", e);
            }
        }
    }
}

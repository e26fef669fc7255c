using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OciInterceptor.Probes;

/// <summary>
/// What .NET itself does of which no call of ours makes use, tried in a program that has started without the collector: exceptions,
/// faults of the processor, handles, finalizers, large and pinned objects. build/collector-test.sh builds it into the published
/// program, which then does nothing else: it prints a line for each, and ends with the number of those that went wrong.
/// </summary>
internal static class ArenaProbe
{
    private const int Many = 5000;

    private static int _failed;
    private static int _finalized;

    // .NET runs it just before Main.
    [ModuleInitializer]
    internal static void Run()
    {
        Try("the call starts without the collector", () => Arena.IsInUse);
        Try("an exception is caught, its filter asked, and its finally run", IsCaught);
        Try("an exception within the handling of another keeps both", IsKeptAsCause);
        Try("an exception says where it comes from", () => Caught<InvalidOperationException>(() => throw new InvalidOperationException())?.ToString().Contains(nameof(InvalidOperationException)) == true);
        Try("a null reference is an exception", () => Caught<NullReferenceException>(() => Nothing<string>()!.Length.ToString()) is not null);
        Try("a null reference in an array is an exception", () => Caught<NullReferenceException>(() => Nothing<int[]>()![3]++) is not null);
        Try("a division by zero is an exception", () => Caught<DivideByZeroException>(() => (1 / Nothing<int>()).ToString()) is not null);
        Try("a wrong cast is an exception", () => Caught<InvalidCastException>(() => ((string)Made(8)).ToString()) is not null);
        Try("an index that is out of range is an exception", () => Caught<IndexOutOfRangeException>(() => ((byte[])Made(8))[8]++) is not null);
        Try("an array of strings takes no other object", () => Caught<ArrayTypeMismatchException>(() => Strings()[0] = new object()) is not null);
        Try("a thousand exceptions are caught", () => Enumerable(1000).TrueForAll(_ => Caught<InvalidOperationException>(() => throw new InvalidOperationException()) is not null));
        Try("a weak handle finds its object", () => Finds(GCHandleType.Weak));
        Try("a weak handle that outlives a finalizer finds its object", () => Finds(GCHandleType.WeakTrackResurrection));
        Try("a strong handle finds its object", () => Finds(GCHandleType.Normal));
        Try("a pinned handle tells an address", IsPinned);
        Try("a weak reference finds its object, and another one", FindsWeakly);
        Try("values that are tied to objects are found", AreTied);
        Try("an object with a finalizer is like another", HasFinalizer);
        Try("a collection is asked for in vain", IsNotCollected);
        Try("memory is counted", () => GC.GetTotalMemory(false) >= 0 && GC.GetTotalAllocatedBytes() >= 0 && GC.GetGeneration(Made(1)) >= 0);
        Try("an object of 4 MB is zero", () => Array.TrueForAll((byte[])Made(4 << 20), value => value == 0));
        Try("a pinned array stays where it is", () => GC.AllocateUninitializedArray<byte>(100_000, pinned: true).Length == 100_000);
        Try("many small objects keep what they say", () => Enumerable(Many).ConvertAll(i => (object)$"{i}").FindIndex(text => (string)text == "4321") == 4321);
        Try("an object is locked and has a hash code", IsLocked);
        Try("references are copied within an array", AreMoved);
        Libc.exit(_failed);
    }

    private static void Try(string what, Func<bool> check)
    {
        var isFine = false;
        try
        {
            isFine = check();
        }
        catch (Exception e)
        {
            Say($"  {e.GetType()}: {e.Message}");
        }
        _failed += isFine ? 0 : 1;
        Say($"{(isFine ? "PASS" : "FAIL")} {what}");
    }

    private static unsafe void Say(string line)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(line + "\n");
        fixed (byte* p = bytes)
        {
            _ = Libc.write(1, p, bytes.Length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T? Nothing<T>() => default;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object Made(int size) => size < 0 ? "" : new byte[size];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object[] Strings() => new string[1];

    private static List<int> Enumerable(int count)
    {
        var numbers = new List<int>();
        for (var i = 0; i < count; i++)
        {
            numbers.Add(i);
        }
        return numbers;
    }

    private static T? Caught<T>(Action action)
        where T : Exception
    {
        try
        {
            action();
            return null;
        }
        catch (T e)
        {
            return e;
        }
    }

    private static bool IsCaught()
    {
        var order = "";
        try
        {
            try
            {
                throw new InvalidOperationException("one");
            }
            finally
            {
                order += "finally ";
            }
        }
        catch (InvalidOperationException e) when (Note(ref order, "filter ") && e.Message == "one")
        {
            order += "catch";
        }
        return order == "filter finally catch";
    }

    private static bool Note(ref string order, string word)
    {
        order += word;
        return true;
    }

    private static bool IsKeptAsCause()
    {
        try
        {
            try
            {
                _ = Nothing<string>()!.Length;
                return false;
            }
            catch (NullReferenceException e)
            {
                throw new InvalidOperationException("two", e);
            }
        }
        catch (InvalidOperationException e)
        {
            return e.InnerException is NullReferenceException;
        }
    }

    private static bool Finds(GCHandleType type)
    {
        var (one, other) = (Made(1), Made(2));
        var handle = GCHandle.Alloc(one, type);
        var isFound = ReferenceEquals(handle.Target, one);
        handle.Target = other;
        isFound &= ReferenceEquals(handle.Target, other);
        handle.Free();
        return isFound && !handle.IsAllocated;
    }

    private static unsafe bool IsPinned()
    {
        var bytes = (byte[])Made(16);
        var handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        *(byte*)(handle.AddrOfPinnedObject() + 3) = 7;
        handle.Free();
        return bytes[3] == 7;
    }

    private static bool FindsWeakly()
    {
        var reference = new WeakReference<object>(Made(1));
        var isFound = reference.TryGetTarget(out var target) && target is byte[] { Length: 1 };
        reference.SetTarget(Made(2));
        return isFound && reference.TryGetTarget(out target) && target is byte[] { Length: 2 };
    }

    private static bool AreTied()
    {
        var table = new ConditionalWeakTable<object, string>();
        var keys = Enumerable(Many).ConvertAll(i => Made(i % 8));
        for (var i = 0; i < keys.Count; i++)
        {
            table.Add(keys[i], $"{i}");
        }
        table.AddOrUpdate(keys[7], "seven");
        return table.Remove(keys[8]) && !table.TryGetValue(keys[8], out _) && table.TryGetValue(keys[7], out var seven) && seven == "seven"
            && table.TryGetValue(keys[Many - 1], out var last) && last == $"{Many - 1}";
    }

    private static bool HasFinalizer()
    {
        for (var i = 0; i < Many; i++)
        {
            _ = new Finalized();
        }
        return _finalized == 0;
    }

    private static bool IsNotCollected()
    {
        var before = GC.CollectionCount(0);
        var reference = new WeakReference(Made(1));
        GC.Collect();
        return GC.CollectionCount(0) == before && reference.IsAlive;
    }

    private static bool IsLocked()
    {
        var one = Made(1);
        lock (one)
        {
            return RuntimeHelpers.GetHashCode(one) == RuntimeHelpers.GetHashCode(one) && Monitor.IsEntered(one);
        }
    }

    private static bool AreMoved()
    {
        var items = Enumerable(Many).ConvertAll(i => (object)i).ToArray();
        Array.Copy(items, 0, items, 1, items.Length - 1);
        return (int)items[0] == 0 && (int)items[^1] == Many - 2;
    }

    private sealed class Finalized
    {
        ~Finalized() => _finalized++;
    }

    private static class Libc
    {
        [DllImport("libc")]
        internal static extern unsafe nint write(int descriptor, byte* bytes, nint count);

        [DllImport("libc")]
        internal static extern void exit(int status);
    }
}

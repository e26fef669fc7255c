using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OciInterceptor;

/// <summary>
/// What .NET 10 and a garbage collector know of each other (gcinterface.h in .NET's sources): the places of methods in C++ tables, and
/// the layout of what both touch. SeamTests compares the places with the collector that is linked.
/// </summary>
internal static unsafe class CollectorInterface
{
    /// <summary>Places in IGCHeap.</summary>
    internal static class HeapMethod
    {
        internal const int WhichGeneration = 22;
        internal const int CollectionCount = 23;
        internal const int GetTotalBytesInUse = 26;
        internal const int GetTotalAllocatedBytes = 27;
        internal const int GarbageCollect = 28;
        internal const int GetMaxGeneration = 29;
        internal const int SetFinalizationRun = 30;
        internal const int RegisterForFinalization = 31;
        internal const int Initialize = 34;
        internal const int IsPromoted = 35;
        internal const int IsGCInProgressHelper = 38;
        internal const int WaitUntilGCComplete = 42;
        internal const int FixAllocContext = 43;
        internal const int SetYieldProcessorScalingFactor = 48;
        internal const int Alloc = 53;
        internal const int PublishObject = 54;
        internal const int RegisterFrozenSegment = 73;
        internal const int UnregisterFrozenSegment = 74;
        internal const int UpdateFrozenSegment = 81;
        internal const int GetLOHThreshold = 86;
    }

    /// <summary>Places in IGCHandleManager.</summary>
    internal static class HandleMethod
    {
        internal const int Initialize = 0;
        internal const int GetGlobalHandleStore = 2;
        internal const int DestroyHandleOfType = 7;
        internal const int DestroyHandleOfUnknownType = 8;
        internal const int StoreObjectInHandle = 11;
    }

    /// <summary>Places in IGCHandleStore.</summary>
    internal static class StoreMethod
    {
        internal const int CreateHandleOfType = 2;
        internal const int CreateDependentHandle = 5;
    }

    /// <summary>A C++ table of virtual methods.</summary>
    [InlineArray(Length)]
    internal struct MethodTable
    {
        internal const int Length = 100;

        private nint _first;
    }

    /// <summary>Three C++ objects without members: each is the address of its methods.</summary>
    internal struct Objects
    {
        internal nint Heap;
        internal nint Handles;
        internal nint Store;
    }

    /// <summary>The beginning of gc_alloc_context: what the thread has left.</summary>
    internal struct Allocations
    {
        internal long Next;
        internal long Limit;
    }

    /// <summary>The beginning of MethodTable: an object begins with the address of its type. The size is in bytes, a multiple of 8.</summary>
    [StructLayout(LayoutKind.Explicit)]
    internal struct ObjectType
    {
        [FieldOffset(4)] internal uint BaseSize;
    }

    /// <summary>.NET reads the target from a handle's first word.</summary>
    internal struct Handle
    {
        internal void* Target;
        internal void* Secondary;
    }

    /// <summary>WriteBarrierParameters of gcinterface.h.</summary>
    internal struct WriteBarrier
    {
        internal const int StompEphemeral = 1;

        internal int Operation;
        internal byte IsRuntimeSuspended;
        internal nint CardTable;
        internal nint CardBundleTable;
        internal nint LowestAddress;
        internal nint HighestAddress;
        internal nint EphemeralLow;
        internal nint EphemeralHigh;
        internal nint WriteWatchTable;
        internal nint RegionTable;
        internal nint RegionUsedBits;
        internal nint RegionShift;
    }
}

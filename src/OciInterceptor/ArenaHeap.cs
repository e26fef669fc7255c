using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OciInterceptor;

/// <summary>
/// What .NET takes for its garbage collector in a process with an <see cref="Arena"/>: it allocates, and never collects. It has the
/// interface by which .NET loads a collector of somebody else's (src/coreclr/gc/gcinterface.h: GC_Initialize, IGCHeap,
/// IGCHandleManager, IGCHandleStore), whose methods are known by their places in C++ tables (docs/decisions/0023).
/// </summary>
/// <remarks>
/// .NET calls these methods as it calls C++, inside of what it does: they may not allocate, throw, or enter .NET. The calling convention of
/// static methods is the C library's.
/// </remarks>
internal static unsafe class ArenaHeap
{
    private const nint True = 1;

    // The places of methods in IGCHeap.
    private const int WhichGeneration = 22;
    private const int CollectionCount = 23;
    private const int GetTotalBytesInUse = 26;
    private const int GetTotalAllocatedBytes = 27;
    private const int GarbageCollect = 28;
    private const int GetMaxGeneration = 29;
    private const int SetFinalizationRun = 30;
    private const int RegisterForFinalization = 31;
    private const int InitializeHeap = 34;
    private const int IsPromoted = 35;
    private const int IsGCInProgressHelper = 38;
    private const int WaitUntilGCComplete = 42;
    private const int FixAllocContext = 43;
    private const int SetYieldProcessorScalingFactor = 48;
    private const int AllocObject = 53;
    private const int PublishObject = 54;
    private const int RegisterFrozenSegment = 73;
    private const int UnregisterFrozenSegment = 74;
    private const int UpdateFrozenSegment = 81;
    private const int GetLOHThreshold = 86;

    // In IGCHandleManager and IGCHandleStore.
    private const int InitializeHandles = 0;
    private const int GetGlobalHandleStore = 2;
    private const int DestroyHandleOfType = 7;
    private const int DestroyHandleOfUnknownType = 8;
    private const int StoreObjectInHandle = 11;
    private const int CreateHandleOfType = 2;
    private const int CreateDependentHandle = 5;

    private static MethodTable _heapMethods;
    private static MethodTable _handleMethods;
    private static MethodTable _storeMethods;
    private static Objects _objects;

    [RuntimeExport("__wrap_GC_Initialize")]
    private static int Initialize(void* toRuntime, void** heap, void** handles, void* variables)
    {
        if (!Arena.IsInUse)
        {
            return RealInitialize(toRuntime, heap, handles, variables);
        }
        FillTables();
        _objects.Heap = (nint)Unsafe.AsPointer(ref _heapMethods);
        _objects.Handles = (nint)Unsafe.AsPointer(ref _handleMethods);
        _objects.Store = (nint)Unsafe.AsPointer(ref _storeMethods);
        *heap = Unsafe.AsPointer(ref _objects.Heap);
        *handles = Unsafe.AsPointer(ref _objects.Handles);
        return 0;
    }

    private static void FillTables()
    {
        var unforeseen = (nint)(delegate*<void>)&Unforeseen;
        for (var i = 0; i < MethodTable.Length; i++)
        {
            _heapMethods[i] = unforeseen;
            _handleMethods[i] = unforeseen;
            _storeMethods[i] = unforeseen;
        }
        var zero = (nint)(delegate*<nint>)&Zero;
        var one = (nint)(delegate*<nint>)&One;
        var oldest = (nint)(delegate*<nint>)&OldestGeneration;

        // Nothing is ever collected, moved or finalized; all is as old as can be.
        _heapMethods[InitializeHeap] = (nint)(delegate*<nint>)&TurnWriteBarrierOff;
        _heapMethods[AllocObject] = (nint)(delegate*<void*, Allocations*, long, uint, long>)&Alloc;
        _heapMethods[PublishObject] = zero;
        _heapMethods[GetLOHThreshold] = (nint)(delegate*<nint>)&NoThreshold;
        _heapMethods[WhichGeneration] = oldest;
        _heapMethods[GetMaxGeneration] = oldest;
        _heapMethods[IsPromoted] = one;
        _heapMethods[CollectionCount] = zero;
        _heapMethods[GarbageCollect] = zero;
        _heapMethods[GetTotalBytesInUse] = zero;
        _heapMethods[GetTotalAllocatedBytes] = zero;
        _heapMethods[RegisterForFinalization] = one;
        _heapMethods[SetFinalizationRun] = zero;
        _heapMethods[IsGCInProgressHelper] = zero;
        _heapMethods[WaitUntilGCComplete] = zero;
        _heapMethods[FixAllocContext] = zero;
        _heapMethods[SetYieldProcessorScalingFactor] = zero;
        _heapMethods[RegisterFrozenSegment] = one;
        _heapMethods[UnregisterFrozenSegment] = zero;
        _heapMethods[UpdateFrozenSegment] = zero;

        _handleMethods[InitializeHandles] = one;
        _handleMethods[GetGlobalHandleStore] = (nint)(delegate*<nint>)&Store;
        _handleMethods[DestroyHandleOfType] = zero;
        _handleMethods[DestroyHandleOfUnknownType] = zero;
        _handleMethods[StoreObjectInHandle] = (nint)(delegate*<void*, Handle*, void*, void>)&SetTarget;
        _storeMethods[CreateHandleOfType] = (nint)(delegate*<void*, void*, int, Handle*>)&CreateHandle;
        _storeMethods[CreateDependentHandle] = (nint)(delegate*<void*, void*, void*, Handle*>)&CreateDependent;
    }

    private static long Alloc(void* heap, Allocations* allocations, long size, uint flags) => Arena.Cut(ref allocations->Next, ref allocations->Limit, size);

    // .NET's start asks for an object a type with static fields, some 1,600: this is the short way to them.
    [RuntimeExport("__wrap_RhAllocateNewObject")]
    private static void AllocateNewObject(ObjectType* type, uint flags, ObjectType*** result)
    {
        if (!Arena.IsInUse)
        {
            RealAllocateNewObject(type, flags, result);
            return;
        }
        var made = (ObjectType**)Arena.Take(type->BaseSize);
        if (made is not null)
        {
            *made = type;
        }
        *result = made;
    }

    // Objects and handles are never old or young, so that writes of references need not be noted: no object lies in these bounds.
    private static nint TurnWriteBarrierOff()
    {
        WriteBarrier barrier = default;
        barrier.Operation = WriteBarrier.StompEphemeral;
        barrier.IsRuntimeSuspended = 1;
        barrier.EphemeralLow = -1;
        barrier.EphemeralHigh = -1;
        StompWriteBarrier(&barrier);
        return 0;
    }

    private static Handle* CreateHandle(void* store, void* target, int type) => CreateDependent(store, target, null);

    // A weak handle holds its object as well as a strong one.
    private static Handle* CreateDependent(void* store, void* target, void* secondary)
    {
        var handle = (Handle*)Arena.Take(sizeof(Handle));
        if (handle is not null)
        {
            handle->Target = target;
            handle->Secondary = secondary;
        }
        return handle;
    }

    private static void SetTarget(void* handles, Handle* handle, void* target) => handle->Target = target;

    [RuntimeExport("__wrap_RhHandleGetDependent")]
    private static void* GetDependent(Handle* handle, void** secondary)
    {
        if (!Arena.IsInUse)
        {
            return RealGetDependent(handle, secondary);
        }
        *secondary = handle->Target is null ? null : handle->Secondary;
        return handle->Target;
    }

    [RuntimeExport("__wrap_RhHandleSetDependentSecondary")]
    private static void SetSecondary(Handle* handle, void* secondary)
    {
        if (Arena.IsInUse)
        {
            handle->Secondary = secondary;
        }
        else
        {
            RealSetSecondary(handle, secondary);
        }
    }

    private static void Unforeseen() => RuntimeStart.RestartOrFail();

    private static nint Zero() => 0;

    private static nint One() => True;

    private static nint OldestGeneration() => 2;

    private static nint NoThreshold() => nint.MaxValue;

    private static nint Store() => (nint)Unsafe.AsPointer(ref _objects.Store);

    [DllImport("libc", EntryPoint = "__real_GC_Initialize"), SuppressGCTransition]
    private static extern int RealInitialize(void* toRuntime, void** heap, void** handles, void* variables);

    [DllImport("libc", EntryPoint = "__real_RhAllocateNewObject"), SuppressGCTransition]
    private static extern void RealAllocateNewObject(ObjectType* type, uint flags, ObjectType*** result);

    [DllImport("libc", EntryPoint = "__real_RhHandleGetDependent"), SuppressGCTransition]
    private static extern void* RealGetDependent(Handle* handle, void** secondary);

    [DllImport("libc", EntryPoint = "__real_RhHandleSetDependentSecondary"), SuppressGCTransition]
    private static extern void RealSetSecondary(Handle* handle, void* secondary);

    [DllImport("libc", EntryPoint = "_ZN15GCToEEInterface17StompWriteBarrierEP22WriteBarrierParameters"), SuppressGCTransition]
    private static extern void StompWriteBarrier(WriteBarrier* parameters);

    /// <summary>A C++ table of virtual methods.</summary>
    [InlineArray(Length)]
    private struct MethodTable
    {
        internal const int Length = 100;

        private nint _first;
    }

    /// <summary>Three C++ objects without members: each is the address of its methods.</summary>
    private struct Objects
    {
        internal nint Heap;
        internal nint Handles;
        internal nint Store;
    }

    /// <summary>The beginning of gc_alloc_context: what the thread has left.</summary>
    private struct Allocations
    {
        internal long Next;
        internal long Limit;
    }

    /// <summary>The beginning of MethodTable: an object begins with the address of its type. The size is in bytes, a multiple of 8.</summary>
    [StructLayout(LayoutKind.Explicit)]
    private struct ObjectType
    {
        [FieldOffset(4)] internal uint BaseSize;
    }

    /// <summary>.NET reads the target from a handle's first word.</summary>
    private struct Handle
    {
        internal void* Target;
        internal void* Secondary;
    }

    /// <summary>WriteBarrierParameters of gcinterface.h.</summary>
    private struct WriteBarrier
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

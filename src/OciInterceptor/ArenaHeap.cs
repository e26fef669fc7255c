using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static OciInterceptor.CollectorInterface;

namespace OciInterceptor;

/// <summary>
/// What .NET takes for its garbage collector in a process with an <see cref="Arena"/>: it allocates, and never collects. It has the
/// interface by which .NET loads a third-party collector, <see cref="CollectorInterface"/> (docs/decisions/0023).
/// </summary>
/// <remarks>
/// .NET calls these methods as it calls C++, inside of what it does: they may not allocate, throw, or enter .NET. The calling convention of
/// static methods is the C library's.
/// </remarks>
internal static unsafe class ArenaHeap
{
    private const nint True = 1;

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
        _heapMethods[HeapMethod.Initialize] = (nint)(delegate*<nint>)&TurnWriteBarrierOff;
        _heapMethods[HeapMethod.Alloc] = (nint)(delegate*<void*, Allocations*, long, uint, long>)&Alloc;
        _heapMethods[HeapMethod.PublishObject] = zero;
        _heapMethods[HeapMethod.GetLOHThreshold] = (nint)(delegate*<nint>)&NoThreshold;
        _heapMethods[HeapMethod.WhichGeneration] = oldest;
        _heapMethods[HeapMethod.GetMaxGeneration] = oldest;
        _heapMethods[HeapMethod.IsPromoted] = one;
        _heapMethods[HeapMethod.CollectionCount] = zero;
        _heapMethods[HeapMethod.GarbageCollect] = zero;
        _heapMethods[HeapMethod.GetTotalBytesInUse] = zero;
        _heapMethods[HeapMethod.GetTotalAllocatedBytes] = zero;
        _heapMethods[HeapMethod.RegisterForFinalization] = one;
        _heapMethods[HeapMethod.SetFinalizationRun] = zero;
        _heapMethods[HeapMethod.IsGCInProgressHelper] = zero;
        _heapMethods[HeapMethod.WaitUntilGCComplete] = zero;
        _heapMethods[HeapMethod.FixAllocContext] = zero;
        _heapMethods[HeapMethod.SetYieldProcessorScalingFactor] = zero;
        _heapMethods[HeapMethod.RegisterFrozenSegment] = one;
        _heapMethods[HeapMethod.UnregisterFrozenSegment] = zero;
        _heapMethods[HeapMethod.UpdateFrozenSegment] = zero;

        _handleMethods[HandleMethod.Initialize] = one;
        _handleMethods[HandleMethod.GetGlobalHandleStore] = (nint)(delegate*<nint>)&Store;
        _handleMethods[HandleMethod.DestroyHandleOfType] = zero;
        _handleMethods[HandleMethod.DestroyHandleOfUnknownType] = zero;
        _handleMethods[HandleMethod.StoreObjectInHandle] = (nint)(delegate*<void*, Handle*, void*, void>)&SetTarget;
        _storeMethods[StoreMethod.CreateHandleOfType] = (nint)(delegate*<void*, void*, int, Handle*>)&CreateHandle;
        _storeMethods[StoreMethod.CreateDependentHandle] = (nint)(delegate*<void*, void*, void*, Handle*>)&CreateDependent;
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

    // These two take and give references, as .NET's own declarations of them do: with a collector, objects move.
    [RuntimeExport("__wrap_RhHandleGetDependent")]
    private static object? GetDependent(Handle* handle, out object? secondary)
    {
        if (!Arena.IsInUse)
        {
            return RealGetDependent(handle, out secondary);
        }
        secondary = handle->Target is null ? null : Unsafe.As<nint, object?>(ref *(nint*)&handle->Secondary);
        return Unsafe.As<nint, object?>(ref *(nint*)&handle->Target);
    }

    [RuntimeExport("__wrap_RhHandleSetDependentSecondary")]
    private static void SetSecondary(Handle* handle, object? secondary)
    {
        if (Arena.IsInUse)
        {
            Unsafe.As<nint, object?>(ref *(nint*)&handle->Secondary) = secondary;
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

    [RuntimeImport("__real_GC_Initialize"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern int RealInitialize(void* toRuntime, void** heap, void** handles, void* variables);

    [RuntimeImport("__real_RhAllocateNewObject"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void RealAllocateNewObject(ObjectType* type, uint flags, ObjectType*** result);

    [RuntimeImport("__real_RhHandleGetDependent"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern object? RealGetDependent(Handle* handle, out object? secondary);

    [RuntimeImport("__real_RhHandleSetDependentSecondary"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void RealSetSecondary(Handle* handle, object? secondary);

    [DllImport("libc", EntryPoint = "_ZN15GCToEEInterface17StompWriteBarrierEP22WriteBarrierParameters"), SuppressGCTransition]
    private static extern void StompWriteBarrier(WriteBarrier* parameters);
}

using System.Diagnostics.CodeAnalysis;

namespace Bridge.Protocol.Smpp;

/// <summary>What the parts of a session share: its state, the faults that it met, and how it ended. Safe on any thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A CancellationTokenSource without a timer holds nothing to dispose.")]
internal sealed class SessionStatus(ISessionHandler handler, RequestSender sender, KeepAlive keepAlive)
{
    private readonly long[] _faults = new long[Enum.GetValues<SessionFault>().Length];
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SessionState _state = SessionState.Open;
    private SessionEnd? _end;

    public SessionState State => _state;

    public bool IsBound => _state.IsBound();

    /// <summary>How the session ended. Null while it has not.</summary>
    public SessionEnd? End => Volatile.Read(ref _end);

    /// <summary>Is cancelled when the session ends.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Completes when the connection is closed.</summary>
    public Task Closed => _closed.Task;

    public long FaultCount(SessionFault fault) => Volatile.Read(ref _faults[(int)fault]);

    public void CountFault(SessionFault fault)
    {
        Interlocked.Increment(ref _faults[(int)fault]);
        handler.OnFault(fault);
    }

    public void BecomeBound(BindMode mode)
    {
        var bound = mode switch
        {
            BindMode.Transmitter => SessionState.BoundTx,
            BindMode.Receiver => SessionState.BoundRx,
            _ => SessionState.BoundTrx,
        };
        if (Interlocked.CompareExchange(ref _state, bound, SessionState.Open) == SessionState.Open) keepAlive.OnBound();
    }

    public void BecomeUnbound() => _state = SessionState.Unbound;

    /// <summary>Ends the session. False if it has ended before: the first reason stands.</summary>
    public bool TryEnd(SessionEndReason reason, string detail)
    {
        if (Interlocked.CompareExchange(ref _end, new SessionEnd(reason, detail), null) is not null) return false;
        _ended.Cancel();
        return true;
    }

    /// <summary>Ends the session because of a fault that <see cref="SessionFaults"/> ends a session for.</summary>
    public void EndForFault(SessionFault fault, string detail)
    {
        var policy = SessionFaults.PolicyFor(fault);
        if (policy.Reply == FaultReply.UnnumberedNack) sender.Post(new GenericNack { Status = policy.Status }, 0);
        if (TryEnd(policy.EndReason!.Value, detail)) CountFault(fault);
    }

    public void BeginClose() => _state = SessionState.Closed;

    public void CompleteClose() => _closed.SetResult();
}

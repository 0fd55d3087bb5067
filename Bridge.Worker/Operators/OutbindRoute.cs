using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Operators;

/// <summary>
/// Waits for the operator to connect (outbind, SMPP v3.4 §2.2.1, §4.1.7) and hands its connection to the link, which binds over it. A
/// caller from another address is closed before an octet is read. A caller that sends something else, or nothing, costs one small buffer,
/// and a TLS handshake where the plan says so, for as long as a session may take to begin.
/// </summary>
internal sealed class OutbindRoute(LinkPlan plan, ISessionHandler inbox, ILinkMetrics metrics, TimeProvider time, ILogger logger)
    : ILinkRoute
{
    /// <summary>Header, system_id of 16 and password of 9 octets: what is longer is no outbind of ours.</summary>
    private const int MaxOutbindOctets = PduSizes.HeaderOctets + PduSizes.SystemId + PduSizes.Password;

    /// <summary>Callers that may be in their handshake or outbind at once.</summary>
    private const int MaxCallers = 8;

    private readonly OutbindPlan _outbind = plan.Outbind!;
    private readonly SemaphoreSlim _callers = new(MaxCallers);
    private readonly CancellationTokenSource _stop = new();
    private readonly LogOnce<string> _refusals = new(TimeSpan.FromMinutes(1), time);
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private TaskCompletionSource<LinkConnection>? _wanted;

    public async Task<LinkConnection> ConnectAsync(Action<string> waiting, CancellationToken stop)
    {
        try
        {
            Listen();
        }
        catch (SocketException failure)
        {
            return new LinkConnection(null, $"{_outbind.Listen}", $"cannot listen on {_outbind.Listen} ({failure.SocketErrorCode})");
        }

        var wanted = new TaskCompletionSource<LinkConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _wanted, wanted);
        waiting($"waiting for the operator's outbind on {_outbind.Listen}");
        await using var stopped = stop.UnsafeRegister(_ => wanted.TrySetCanceled(stop), null);
        return await wanted.Task;
    }

    /// <summary>There is nothing else to try: the operator connects again.</summary>
    public void OnFailure()
    {
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener?.Dispose();
        await _accepting;
    }

    private void Listen()
    {
        if (_listener is not null) return;
        var listener = new TcpListener(_outbind.Listen);
        listener.Start(backlog: 16);
        _listener = listener;
        _accepting = AcceptAsync(listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var caller = await listener.AcceptSocketAsync(_stop.Token);
                if (!IsFromOperator(caller)) Refuse(caller, "it comes from an address that is not in From");
                else if (Volatile.Read(ref _wanted) is null) Refuse(caller, "the link needs no connection now");
                else if (!_callers.Wait(0, CancellationToken.None)) Refuse(caller, "too many call at once");
                else _ = ReceiveAsync(caller);
            }
            catch (Exception gone) when (gone is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Stopped; or a caller that was gone before it was accepted.
            }
        }
    }

    private bool IsFromOperator(Socket caller)
    {
        if (caller.RemoteEndPoint is not IPEndPoint from) return false;
        var address = from.Address.IsIPv4MappedToIPv6 ? from.Address.MapToIPv4() : from.Address;
        return _outbind.From.Any(network => network.Contains(address));
    }

    private async Task ReceiveAsync(Socket caller)
    {
        Stream stream = new NetworkStream(caller, ownsSocket: true);
        try
        {
            using var limit = new CancellationTokenSource(plan.SessionInit, time);
            using var until = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
            caller.NoDelay = true;
            if (plan.Tls is { } tls) stream = await LinkSecurity.AuthenticateAsServerAsync(stream, tls, time, until.Token);
            if (await ReadOutbindAsync(stream, until.Token) is not { } outbind) Refuse(stream, "it does not begin with an outbind");
            else if (!IsRight(outbind)) Refuse(stream, "its system_id or password is not the one of Outbind");
            else Take(stream, $"{caller.RemoteEndPoint}", outbind);
        }
        catch (AuthenticationException insecure)
        {
            Refuse(stream, "no TLS", insecure.Message);
        }
        catch (OperationCanceledException)
        {
            Refuse(stream, "it sent no outbind in time");
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            Refuse(stream, "it broke off before its outbind");
        }
        finally
        {
            _callers.Release();
        }
    }

    /// <summary>Reads one PDU and not an octet more: what follows is for the session.</summary>
    private static async Task<Outbind?> ReadOutbindAsync(Stream caller, CancellationToken cancel)
    {
        var octets = new byte[MaxOutbindOctets];
        await caller.ReadExactlyAsync(octets.AsMemory(0, 4), cancel);
        var length = BinaryPrimitives.ReadUInt32BigEndian(octets);
        if (length is < PduSizes.HeaderOctets or > MaxOutbindOctets) return null;
        await caller.ReadExactlyAsync(octets.AsMemory(4, (int)length - 4), cancel);
        return PduCodec.Decode(octets.AsSpan(0, (int)length).ToArray()) is Outbind { Fault: null } outbind ? outbind : null;
    }

    /// <summary>
    /// Both are compared, whatever the first comparison gives, and by their hashes, which have one length: the time that it takes tells
    /// nothing of them.
    /// </summary>
    private bool IsRight(Outbind outbind) =>
        AreSame(outbind.SystemId, _outbind.SystemId) & AreSame(outbind.Password, _outbind.Password);

    private static bool AreSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.ASCII.GetBytes(one)), SHA256.HashData(Encoding.ASCII.GetBytes(other)));

    private void Take(Stream stream, string peer, Outbind outbind)
    {
        inbox.OnPdu(PduDirection.In, outbind.Command, outbind.Status);
        if (Interlocked.Exchange(ref _wanted, null) is { } wanted && wanted.TrySetResult(new LinkConnection(stream, peer))) return;
        Refuse(stream, "the link needs no connection now");
    }

    /// <param name="why">One of few: each is logged once a minute.</param>
    private void Refuse(IDisposable caller, string why, string detail = "")
    {
        caller.Dispose();
        metrics.CallerRefused(plan.Operator, plan.Name);
        if (!_refusals.IsDue(why)) return;
        OperatorLog.CallerRefused(logger, plan.Operator, plan.Name, _outbind.Listen, detail.Length == 0 ? why : $"{why} ({detail})");
    }
}

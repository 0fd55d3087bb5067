namespace Bridge.Protocol.Smpp;

/// <summary>
/// One SMPP session over one connection, from either side. Owns the stream. The read loop frames, decodes, answers enquire_link and
/// unbind by itself, matches responses to the request window and hands other requests to the handler in order. Writes from any thread go
/// into one buffer that a flush loop sends, so that answers leave in as few sends as possible and never wait behind business work.
/// </summary>
public sealed class SmppSession : IAsyncDisposable
{
    public SmppSession(Stream stream, SessionSettings settings, ISessionHandler handler, TimeProvider time) => throw new NotImplementedException();

    public SessionState State => throw new NotImplementedException();

    /// <summary>Reads, writes and keeps alive until the session is over; never throws for what the peer does. Call once.</summary>
    public Task<SessionEnd> RunAsync(CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Sends the bind (ESME side; <see cref="RunAsync"/> must be running) and waits for its answer within SessionInit.</summary>
    public Task<RequestOutcome> BindAsync(Bind bind, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Waits for a slot in the window, sends the request under the next sequence number, waits for the answer within ResponseTimeout.</summary>
    public Task<RequestOutcome> RequestAsync(Pdu request, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Queues an answer to a request that the handler was given. Any thread, never blocks; false when the session is over.</summary>
    public bool Respond(Pdu response) => throw new NotImplementedException();

    /// <summary>Stops new requests, waits for what is outstanding in both directions, sends unbind, waits for its answer, closes; bounded by <paramref name="within"/>.</summary>
    public Task UnbindAsync(TimeSpan within, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Closes the connection at once; <see cref="RunAsync"/> ends with <see cref="SessionEndReason.Shutdown"/>.</summary>
    public void Abort() => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

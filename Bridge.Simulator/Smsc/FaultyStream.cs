namespace Bridge.Simulator.Smsc;

/// <summary>
/// A connection with faults on request: writes in pieces, reads that stop for good. Owns the inner stream.
/// </summary>
/// <param name="chopOctets">The most octets of one write; 0: no limit.</param>
internal sealed class FaultyStream(Stream inner, int chopOctets) : Stream
{
    private readonly CancellationTokenSource _closed = new();
    private volatile bool _stalled;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>From now on nothing more is read, as if the machine had died with its connections open.</summary>
    public void Stall() => _stalled = true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _stalled ? 0 : await inner.ReadAsync(buffer, cancellationToken);
        if (!_stalled) return read;

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token);
        return 0;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var piece = chopOctets > 0 ? chopOctets : buffer.Length;
        for (var rest = buffer; !rest.IsEmpty; rest = rest[Math.Min(piece, rest.Length)..])
        {
            await inner.WriteAsync(rest[..Math.Min(piece, rest.Length)], cancellationToken);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _closed.Cancel();
            _closed.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

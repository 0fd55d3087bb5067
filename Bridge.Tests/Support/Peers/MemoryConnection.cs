using System.IO.Pipelines;

namespace Bridge.Tests.Support;

/// <summary>
/// Two streams that are each other's peer, in memory: what one writes the other reads. Counts writes, and can stop taking them. What our
/// side writes is dissected.
/// </summary>
internal sealed class MemoryConnection
{
    /// <param name="room">Octets that one side may write before the other has read: a socket's buffers.</param>
    public MemoryConnection(int room = 1 << 20)
    {
        var options = new PipeOptions(pauseWriterThreshold: room, resumeWriterThreshold: room / 2, useSynchronizationContext: false);
        var here = new Pipe(options);
        var there = new Pipe(options);
        Ours = new End(here.Reader, there.Writer, WrittenOctets.OfThisRun.Open());
        Peers = new End(there.Reader, here.Writer, record: null);
    }

    public End Ours { get; }

    public End Peers { get; }

    internal sealed class End(PipeReader reader, PipeWriter writer, WrittenOctets.Connection? record) : Stream
    {
        private int _writes;

        public int Writes => Volatile.Read(ref _writes);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        /// <summary>The connection breaks, as a reset breaks it.</summary>
        public void Reset() => writer.Complete(new IOException("reset"));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var count = (int)Math.Min(buffer.Length, read.Buffer.Length);
            var taken = read.Buffer.Slice(0, count);
            var at = 0;
            foreach (var piece in taken)
            {
                piece.CopyTo(buffer[at..]);
                at += piece.Length;
            }

            reader.AdvanceTo(taken.End);
            return count;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _writes);
            record?.Add(buffer.Span);
            var flushed = await writer.WriteAsync(buffer, cancellationToken);
            if (flushed.IsCompleted) throw new IOException("the peer has closed");
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            reader.Complete();
            writer.Complete();
            base.Dispose(disposing);
        }
    }
}

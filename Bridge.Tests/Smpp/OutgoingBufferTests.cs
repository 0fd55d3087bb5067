using System.Buffers;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

/// <summary>Who sends, and what shares a send.</summary>
[Trait("Speed", "unit")]
public class OutgoingBufferTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_lone_PDU_is_sent_by_the_thread_that_asks()
    {
        var (stream, buffer) = Running();
        buffer.Append(new EnquireLink(), 1).ShouldBeTrue();
        stream.Writes.ShouldBeEmpty();
        buffer.SendNow();
        stream.Writes.Select(write => write.Thread).ShouldBe([Environment.CurrentManagedThreadId]);
    }

    [Fact]
    public async Task What_was_appended_is_sent_soon_and_before_the_end()
    {
        var stream = new CountingStream();
        var buffer = new OutgoingBuffer(stream, TimeProvider.System);
        for (uint i = 1; i <= 3; i++) buffer.Append(new EnquireLink(), i);
        buffer.SendNow();
        stream.Writes.ShouldBeEmpty("nothing is sent before there is somebody who hears of a failure");
        var flushing = buffer.FlushAsync(CancellationToken.None);
        buffer.Complete();
        buffer.Append(new EnquireLink(), 4).ShouldBeFalse();
        await flushing.WaitAsync(Patience, TimeProvider.System);
        stream.Sequences.ShouldBe([1u, 2u, 3u]);
    }

    [Fact]
    public async Task What_a_thread_gathers_leaves_with_one_send_and_holds_up_no_other()
    {
        var (stream, buffer) = Running();
        buffer.BeginBatch();
        for (uint i = 1; i <= 5; i++)
        {
            buffer.Append(new EnquireLinkResp(), i);
            buffer.SendSoon();
            buffer.SendNow();
        }

        stream.Writes.ShouldBeEmpty();
        buffer.SendBatch();
        stream.Writes.Count.ShouldBe(1);

        buffer.BeginBatch();
        buffer.Append(new EnquireLinkResp(), 6);
        var other = new Thread(() =>
        {
            buffer.Append(new EnquireLink(), 7);
            buffer.SendNow();
        });
        other.Start();
        other.Join();
        stream.Sequences.ShouldBe([1u, 2u, 3u, 4u, 5u, 6u, 7u]);
        buffer.SendBatch();
        buffer.Complete();
        await buffer.FlushAsync(CancellationToken.None).WaitAsync(Patience, TimeProvider.System);
        stream.Writes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_lent_its_thread_has_it_back_after_one_round()
    {
        var (stream, buffer) = Running();
        var lender = Environment.CurrentManagedThreadId;
        var lent = true;
        var rounds = 0;
        uint next = 1;
        stream.OnWrite = () =>
        {
            if (Volatile.Read(ref lent) && Environment.CurrentManagedThreadId == lender) rounds++;
            if (++next <= 50) buffer.Append(new EnquireLink(), next);
        };
        buffer.Append(new EnquireLink(), 1);
        buffer.SendNow();
        Volatile.Write(ref lent, false);
        rounds.ShouldBe(1);
        await stream.UntilAsync(50); // before the end, after which nothing more is appended
        buffer.Complete();
        stream.Sequences.ShouldBe(Enumerable.Range(1, 50).Select(i => (uint)i));
    }

    [Fact]
    public async Task While_one_send_waits_the_rest_gathers_behind_it()
    {
        var (stream, buffer) = Running();
        stream.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (uint i = 1; i <= 4; i++)
        {
            buffer.Append(new EnquireLink(), i);
            buffer.SendNow();
        }

        stream.Writes.Count.ShouldBe(1);
        buffer.CurrentWriteTime.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
        buffer.OctetsWritten.ShouldBe(16);
        buffer.Unsent.Value.ShouldBe(64);
        stream.Gate.SetResult();
        await buffer.Unsent.WhenAtMostAsync(0, CancellationToken.None).WaitAsync(Patience, TimeProvider.System);
        stream.Writes.Count.ShouldBe(2);
        stream.Sequences.ShouldBe([1u, 2u, 3u, 4u]);
    }

    [Fact]
    public async Task After_a_send_that_failed_nothing_more_is_sent()
    {
        var stream = new CountingStream { OnWrite = () => throw new IOException("gone") };
        var buffer = new OutgoingBuffer(stream, TimeProvider.System);
        var flushing = buffer.FlushAsync(CancellationToken.None);
        buffer.Append(new EnquireLink(), 1);
        buffer.SendNow();
        await Should.ThrowAsync<IOException>(flushing.WaitAsync(Patience, TimeProvider.System));
        stream.OnWrite = null;
        buffer.Append(new EnquireLink(), 2).ShouldBeTrue();
        buffer.SendNow();
        buffer.SendSoon();
        buffer.Complete();
        stream.Sequences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_threads_lose_nothing_and_keep_their_order()
    {
        const int threads = 4, each = 5_000;
        var (stream, buffer) = Running();
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                if (i % 7 == 0) buffer.BeginBatch();
                buffer.Append(new EnquireLink(), (uint)((thread * each) + i));
                if (i % 7 == 6 || i == each - 1) buffer.SendBatch();
                else if (i % 2 == 0) buffer.SendNow();
                else buffer.SendSoon();
            }
        })));
        var flushing = buffer.Unsent.WhenAtMostAsync(0, CancellationToken.None);
        await flushing.WaitAsync(Patience, TimeProvider.System);
        foreach (var mine in stream.Sequences.GroupBy(sequence => sequence / each))
        {
            mine.Select(sequence => (int)(sequence % each)).ShouldBe(Enumerable.Range(0, each));
        }
        stream.Sequences.Count.ShouldBe(threads * each);
    }

    private static (CountingStream Stream, OutgoingBuffer Buffer) Running()
    {
        var stream = new CountingStream();
        var buffer = new OutgoingBuffer(stream, TimeProvider.System);
        _ = buffer.FlushAsync(CancellationToken.None);
        return (stream, buffer);
    }

    private sealed class CountingStream : MemoryStream
    {
        private readonly Lock _gate = new();
        private readonly List<(int Thread, byte[] Octets)> _writes = [];

        public Action? OnWrite { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public List<(int Thread, byte[] Octets)> Writes
        {
            get
            {
                lock (_gate) return [.. _writes];
            }
        }

        public List<uint> Sequences
        {
            get
            {
                var octets = new ReadOnlySequence<byte>([.. Writes.SelectMany(write => write.Octets)]);
                var sequences = new List<uint>();
                while (Framer.TryCut(ref octets, 100, out var pdu) == FrameResult.Frame)
                {
                    sequences.Add(PduCodec.Decode(pdu.ToArray()).Sequence);
                }

                return sequences;
            }
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            OnWrite?.Invoke();
            lock (_gate) _writes.Add((Environment.CurrentManagedThreadId, buffer.ToArray()));
            if (Gate is { } gate) await gate.Task;
        }

        public async Task UntilAsync(int pdus)
        {
            using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
            while (Sequences.Count < pdus)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }
}

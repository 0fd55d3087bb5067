using System.Buffers;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Fuzz;

/// <summary>What one run has seen.</summary>
internal sealed record FuzzCount(long Inputs, long Framed, long Sound);

/// <summary>One input that was read wrongly: enough to see it again.</summary>
internal sealed record FuzzFailure(ulong Seed, long Number, string Complaint, string Hex)
{
    public override string ToString() => $"seed {Seed}, input {Number}: {Complaint}\n{Hex}";
}

/// <summary>Puts inputs through framer and codec on one thread, and each that is accepted before the <see cref="Oracle"/>.</summary>
internal sealed class FuzzWorker(ulong seed)
{
    private readonly FuzzInput _input = new();
    private readonly Piece _first = new(), _second = new(), _third = new();
    private readonly ArrayBufferWriter<byte> _written = new(1_024);
    private readonly byte[] _cut = new byte[FuzzInput.MaxOctets];
    private long _number = -1, _inputs, _framed, _sound;

    /// <summary>The input that is being read: one that stays is a hang. Any thread.</summary>
    public long Number => Volatile.Read(ref _number);

    public FuzzCount Count => new(Volatile.Read(ref _inputs), Volatile.Read(ref _framed), Volatile.Read(ref _sound));

    /// <summary>Reads every <paramref name="step"/>th input from <paramref name="first"/> on, below <paramref name="end"/>.</summary>
    public FuzzFailure? Run(long first, long end, int step, Func<bool> isStopped)
    {
        for (var number = first; number < end && !isStopped(); number += step)
        {
            Volatile.Write(ref _number, number);
            var octets = _input.Make(seed, number);
            string? complaint;
            try
            {
                complaint = Read(octets);
            }
            catch (Exception crash)
            {
                complaint = crash.ToString();
            }

            if (complaint is not null) return new(seed, number, complaint, Convert.ToHexStringLower(octets.Span));
            _inputs++;
        }

        return null;
    }

    private string? Read(ReadOnlyMemory<byte> octets)
    {
        var buffer = InPieces(octets);
        var result = Framer.TryCut(ref buffer, FuzzInput.MaxOctets, out var pdu);
        if (result != Expected(octets.Span)) return $"the framer says {result}";
        if (result != FrameResult.Frame) return null;

        _framed++;
        var length = (int)pdu.Length;
        pdu.CopyTo(_cut);
        if (!octets.Span[..length].SequenceEqual(_cut.AsSpan(0, length)) || buffer.Length != octets.Length - length)
        {
            return "the framer cuts elsewhere";
        }
        return Judge(_cut.AsMemory(0, length));
    }

    private string? Judge(ReadOnlyMemory<byte> octets)
    {
        var pdu = Measured(octets, out var allocated);
        var allowed = (24L * octets.Length) + 1_024;   // two octets of submit_multi can be a recipient of 24; all else is far below
        if (allocated > allowed) pdu = Measured(octets, out allocated);   // not what the runtime sets up once
        if (allocated > allowed) return $"{allocated} octets allocated for {octets.Length}";
        if (Oracle.Complaint(octets.Span, pdu, out var mustWriteBack) is { } complaint) return complaint;
        DeliveryReceipt.Read(pdu);
        if (!mustWriteBack) return null;

        _sound++;
        _written.ResetWrittenCount();
        PduCodec.Encode(pdu, _written);
        return _written.WrittenSpan.SequenceEqual(octets.Span) || Oracle.MayDiffer(octets.Span, _written.WrittenSpan)
            ? null
            : "written back otherwise";
    }

    private static Pdu Measured(ReadOnlyMemory<byte> octets, out long allocated)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var pdu = PduCodec.Decode(octets);
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return pdu;
    }

    private static FrameResult Expected(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < 4) return FrameResult.NeedMore;
        long length = 0;
        for (var i = 0; i < 4; i++) length = (length * 256) + octets[i];
        if (length is < 16 or > FuzzInput.MaxOctets) return FrameResult.Corrupt;
        return length > octets.Length ? FrameResult.NeedMore : FrameResult.Frame;
    }

    /// <summary>Cut at two places, inside the length too.</summary>
    private ReadOnlySequence<byte> InPieces(ReadOnlyMemory<byte> octets)
    {
        var a = _input.Below(octets.Length + 1);
        var b = _input.Below(3) == 0 ? Math.Min(octets.Length, _input.Below(5)) : _input.Below(octets.Length + 1);
        if (a > b) (a, b) = (b, a);
        _third.Set(octets[b..], b, null);
        _second.Set(octets[a..b], a, _third);
        _first.Set(octets[..a], 0, _second);
        return new(_first, 0, _third, _third.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public void Set(ReadOnlyMemory<byte> octets, long index, Piece? next)
        {
            Memory = octets;
            RunningIndex = index;
            Next = next;
        }
    }
}

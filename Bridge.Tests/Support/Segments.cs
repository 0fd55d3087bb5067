using System.Buffers;

namespace Bridge.Tests.Support;

/// <summary>A sequence of the given pieces, empty ones too, as a pipe would hand it over.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    public static ReadOnlySequence<byte> Of(params byte[][] pieces)
    {
        var first = new Segments { Memory = pieces[0] };
        var last = first;
        foreach (var piece in pieces.Skip(1))
        {
            var next = new Segments { Memory = piece, RunningIndex = last.RunningIndex + last.Memory.Length };
            last.Next = next;
            last = next;
        }

        return new(first, 0, last, last.Memory.Length);
    }
}

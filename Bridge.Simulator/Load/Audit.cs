using System.Runtime.InteropServices;
using System.Text;

namespace Bridge.Simulator.Load;

/// <summary>What happened to one text's event, told by <see cref="Audit.Seen"/>.</summary>
internal enum Sighting
{
    /// <summary>A text of this run, whole, for the first time.</summary>
    First,

    /// <summary>The same event id again: what at-least-once delivery allows and a consumer's memory of ids undoes.</summary>
    Redelivered,

    /// <summary>A second event id for one text: a second patrol car.</summary>
    Doubled,

    /// <summary>An id that another text had before: lost to every consumer that remembers ids.</summary>
    SharedId,

    /// <summary>Released with parts missing; the whole text must follow.</summary>
    Incomplete,

    /// <summary>No text of this run.</summary>
    Foreign,
}

/// <summary>
/// The bookkeeping of a run: every text that was answered ESME_ROK has to come out exactly once, whole, under an id of its own, and after
/// the sender's earlier ones. Pure: knows neither clock nor wire. One lock; called some ten thousand times a second.
/// </summary>
internal sealed class Audit
{
    private readonly LoadText _texts;
    private readonly Lock _lock = new();
    private readonly List<State> _states;
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _idsBySpan;
    private readonly int[] _newestOfSender;
    private readonly List<int> _doubled = [];
    private readonly List<int> _garbled = [];
    private readonly List<int> _outOfOrder = [];
    private readonly List<int> _sharedIds = [];
    private long _redelivered;
    private int _releasedIncomplete;
    private int _sent;
    private int _answered;
    private int _answeredAndSeen;

    /// <param name="expected">How many texts there will be, for the size of the books; more are fine.</param>
    public Audit(LoadText texts, int expected)
    {
        _texts = texts;
        _states = new(expected);
        _ids = new(expected, StringComparer.Ordinal);
        _idsBySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _newestOfSender = new int[texts.Senders];
        Array.Fill(_newestOfSender, -1);
    }

    /// <summary>Texts that were answered ESME_ROK in all their parts.</summary>
    public int Answered
    {
        get
        {
            lock (_lock) return _answered;
        }
    }

    /// <summary>Answered texts that the centre has not seen whole yet.</summary>
    public int Missing
    {
        get
        {
            lock (_lock) return _answered - _answeredAndSeen;
        }
    }

    /// <summary>The text goes out for the first time.</summary>
    /// <param name="at">A timestamp of the caller's clock, given back when the text is seen.</param>
    public void MarkSent(int text, long at)
    {
        lock (_lock)
        {
            if (text >= _states.Count) CollectionsMarshal.SetCount(_states, text + 1);
            ref var state = ref StateOf(text);
            if (state.Sent) return;
            state.Sent = true;
            state.SentAt = at;
            _sent++;
        }
    }

    /// <summary>Every part of the text was answered ESME_ROK: from here on the bridge answers for it.</summary>
    public void MarkAnswered(int text)
    {
        lock (_lock)
        {
            ref var state = ref StateOf(text);
            if (state.Answered) return;
            state.Answered = true;
            _answered++;
            if (state.SeenWhole) _answeredAndSeen++;
        }
    }

    /// <summary>The centre got report.received, or report.amended when <paramref name="amended"/>.</summary>
    /// <param name="eventId">The CloudEvent's id.</param>
    /// <param name="text">data.text, UTF-8.</param>
    /// <param name="complete">data.complete.</param>
    /// <returns>What it is, of which text (-1 when foreign), and what <see cref="MarkSent"/> was given for it.</returns>
    public (Sighting Sighting, int Text, long SentAt) Seen(ReadOnlySpan<char> eventId, ReadOnlySpan<byte> text, bool complete, bool amended)
    {
        var number = _texts.NumberIn(text);
        lock (_lock)
        {
            // A marker that was never sent is not ours either.
            if (number < 0 || number >= _states.Count || !_states[number].Sent) return (Sighting.Foreign, -1, 0);

            ref var state = ref StateOf(number);
            return (Judge(ref state, number, eventId, text, complete, amended), number, state.SentAt);
        }
    }

    public Verdict Judge()
    {
        lock (_lock)
        {
            List<int> lost = [];
            for (var text = 0; text < _states.Count; text++)
            {
                if (_states[text] is { Answered: true, SeenWhole: false }) lost.Add(text);
            }

            return new Verdict
            {
                Texts = _sent,
                Answered = _answered,
                Redelivered = _redelivered,
                ReleasedIncomplete = _releasedIncomplete,
                Lost = FaultList.Of(lost),
                Doubled = FaultList.Of(_doubled),
                Garbled = FaultList.Of(_garbled),
                OutOfOrder = FaultList.Of(_outOfOrder),
                SharedIds = FaultList.Of(_sharedIds),
            };
        }
    }

    private Sighting Judge(ref State state, int number, ReadOnlySpan<char> eventId, ReadOnlySpan<byte> text, bool complete, bool amended)
    {
        if (_idsBySpan.TryGetValue(eventId, out var known)) return SeenAgain(known, number);
        _idsBySpan[eventId] = number;

        if (amended ? state.SeenWhole : state.Seen)
        {
            _doubled.Add(number);
            return Sighting.Doubled;
        }

        return Take(ref state, number, text, complete, amended);
    }

    private Sighting SeenAgain(int known, int number)
    {
        if (known == number)
        {
            _redelivered++;
            return Sighting.Redelivered;
        }

        _sharedIds.Add(number);
        return Sighting.SharedId;
    }

    private Sighting Take(ref State state, int number, ReadOnlySpan<byte> text, bool complete, bool amended)
    {
        if (!state.Seen)
        {
            ref var newest = ref _newestOfSender[_texts.SenderOf(number)];
            if (number < newest) _outOfOrder.Add(number);
            newest = Math.Max(newest, number);
            state.Seen = true;
        }

        if (!complete)
        {
            if (!amended) _releasedIncomplete++;
            return Sighting.Incomplete;
        }

        if (!IsExactly(text, _texts.TextOf(number))) _garbled.Add(number);
        state.SeenWhole = true;
        if (state.Answered) _answeredAndSeen++;
        return Sighting.First;
    }

    private static bool IsExactly(ReadOnlySpan<byte> utf8, string expected)
    {
        Span<byte> buffer = stackalloc byte[1024];
        return Encoding.UTF8.TryGetBytes(expected, buffer, out var length) && utf8.SequenceEqual(buffer[..length]);
    }

    private ref State StateOf(int text) => ref CollectionsMarshal.AsSpan(_states)[text];

    private struct State
    {
        public long SentAt;
        public bool Sent;
        public bool Answered;
        public bool Seen;
        public bool SeenWhole;
    }
}

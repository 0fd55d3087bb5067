using System.Runtime.InteropServices;
using System.Text;

namespace Bridge.Simulator.Load;

/// <summary>
/// Checks a run: every text that was answered ESME_ROK has to reach the centre exactly once, whole, under an event id of its own, and after
/// the sender's earlier texts. It has no clock and no connection of its own. Any thread; called some ten thousand times a second.
/// </summary>
internal sealed class Audit
{
    private readonly LoadTexts _texts;
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

    /// <param name="expected">How many texts there will be, to reserve memory for them; there may be more.</param>
    public Audit(LoadTexts texts, int expected)
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

    /// <summary>Records that a text is sent for the first time.</summary>
    /// <param name="at">A timestamp of the caller's clock; <see cref="RecordSeen"/> returns it.</param>
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

    /// <summary>Records that every part of a text was answered ESME_ROK: from now on it must not be lost.</summary>
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

    /// <summary>Records that the centre saw report.received, or report.amended when <paramref name="amended"/>.</summary>
    /// <param name="eventId">The CloudEvent's id.</param>
    /// <param name="text">data.text, UTF-8.</param>
    /// <param name="complete">data.complete.</param>
    /// <returns>What the event is, of which text (-1: foreign), and the timestamp that <see cref="MarkSent"/> was given for it.</returns>
    public (Sighting Sighting, int Text, long SentAt) RecordSeen(
        ReadOnlySpan<char> eventId, ReadOnlySpan<byte> text, bool complete, bool amended)
    {
        var number = _texts.ReadNumber(text);
        lock (_lock)
        {
            // A number that was not sent yet belongs to no text of this run.
            if (number < 0 || number >= _states.Count || !_states[number].Sent) return (Sighting.Foreign, -1, 0);

            ref var state = ref StateOf(number);
            return (Classify(ref state, number, eventId, text, complete, amended), number, state.SentAt);
        }
    }

    public Verdict GetVerdict()
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
                Lost = FaultList.From(lost),
                Doubled = FaultList.From(_doubled),
                Garbled = FaultList.From(_garbled),
                OutOfOrder = FaultList.From(_outOfOrder),
                SharedIds = FaultList.From(_sharedIds),
            };
        }
    }

    private Sighting Classify(ref State state, int number, ReadOnlySpan<char> eventId, ReadOnlySpan<byte> text, bool complete, bool amended)
    {
        if (_idsBySpan.TryGetValue(eventId, out var known)) return ClassifyKnownId(known, number);
        _idsBySpan[eventId] = number;

        if (amended ? state.SeenWhole : state.Seen)
        {
            _doubled.Add(number);
            return Sighting.Doubled;
        }

        return RecordNew(ref state, number, text, complete, amended);
    }

    private Sighting ClassifyKnownId(int known, int number)
    {
        if (known == number)
        {
            _redelivered++;
            return Sighting.Redelivered;
        }

        _sharedIds.Add(number);
        return Sighting.SharedId;
    }

    private Sighting RecordNew(ref State state, int number, ReadOnlySpan<byte> text, bool complete, bool amended)
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

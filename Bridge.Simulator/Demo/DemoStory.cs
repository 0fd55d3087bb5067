using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;

namespace Bridge.Simulator.Demo;

/// <summary>
/// How far each text of the demonstration has come. A text is done when its report was seen whole, once, its confirmation is on the
/// handset, and the bridge has told the centre so. Pure: told what happened and when. One lock; any thread.
/// </summary>
internal sealed class DemoStory(IReadOnlyList<GuideText> texts)
{
    private readonly Lock _lock = new();
    private readonly Progress[] _progress = [.. texts.Select(_ => new Progress())];
    private readonly Dictionary<string, int> _byCommand = new(StringComparer.Ordinal);
    private int _strangers;
    private int _duplicates;

    /// <summary>Every text is done, and every retransmission was recognised as one.</summary>
    public bool Done
    {
        get
        {
            lock (_lock)
            {
                return _progress.All(p => p is { Reports: 1, OnHandset: not null, Delivered: not null }) && _duplicates >= Retransmissions;
            }
        }
    }

    private int Retransmissions => texts.Count(t => t.Retransmitted);

    public void Sent(int text, TimeSpan at)
    {
        lock (_lock) _progress[text].Sent = at;
    }

    /// <summary>report.received, under an event id not seen before.</summary>
    public void Reported(ReportData report)
    {
        lock (_lock)
        {
            var text = Find(t => t.Number == report.Sender.Msisdn && t.Operator == report.Operator && t.Text == report.Text);
            if (text < 0 || !report.Complete)
            {
                _strangers++;
                return;
            }

            _progress[text].Reports++;
            _byCommand[SimulatedCentre.ConfirmationOf(report.ReportId)] = text;
        }
    }

    /// <summary>report.repeated.</summary>
    public void Repeated()
    {
        lock (_lock) _duplicates++;
    }

    /// <summary>A confirmation reached a handset: the oldest text of that sender that waits for one.</summary>
    public void OnHandset(string number, TimeSpan at)
    {
        lock (_lock)
        {
            for (var i = 0; i < texts.Count; i++)
            {
                if (texts[i].Number != number || _progress[i].OnHandset is not null) continue;
                _progress[i].OnHandset = at;
                return;
            }
        }
    }

    /// <summary>reply.delivered.</summary>
    /// <returns>From sending the text to this; null when the command is none of the confirmations.</returns>
    public TimeSpan? Delivered(string commandId, TimeSpan at)
    {
        lock (_lock)
        {
            if (!_byCommand.TryGetValue(commandId, out var text)) return null;
            _progress[text].Delivered ??= at;
            return _progress[text].Delivered - _progress[text].Sent;
        }
    }

    /// <summary>Whose text a confirmation answers; null when the command is none of the confirmations.</summary>
    public string? NumberOf(string commandId)
    {
        lock (_lock) return _byCommand.TryGetValue(commandId, out var text) ? texts[text].Number : null;
    }

    public DemoSummary Sum()
    {
        lock (_lock)
        {
            var delivered = _progress.Where(p => p.Delivered is not null).ToList();
            return new DemoSummary(
                texts.Count,
                _progress.Sum(p => p.Reports) + _strangers,
                _duplicates,
                _progress.Count(p => p.OnHandset is not null),
                delivered.Count,
                delivered.Count == 0 ? null : delivered.Max(p => p.Delivered!.Value - p.Sent),
                [.. texts.Where((_, i) => _progress[i] is not { Reports: 1, OnHandset: not null, Delivered: not null })]);
        }
    }

    private int Find(Func<GuideText, bool> wanted)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (wanted(texts[i])) return i;
        }

        return -1;
    }

    private sealed class Progress
    {
        public TimeSpan Sent { get; set; }
        public int Reports { get; set; }
        public TimeSpan? OnHandset { get; set; }
        public TimeSpan? Delivered { get; set; }
    }
}

/// <param name="Confirmed">Confirmations on a handset.</param>
/// <param name="Delivered">Confirmations whose receipt reached the centre.</param>
/// <param name="Slowest">From sending a text to knowing that its confirmation was delivered.</param>
/// <param name="Open">Texts that are not done.</param>
internal sealed record DemoSummary(
    int Texts, int Reports, int Duplicates, int Confirmed, int Delivered, TimeSpan? Slowest, IReadOnlyList<GuideText> Open);

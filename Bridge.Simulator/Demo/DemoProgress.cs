using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;

namespace Bridge.Simulator.Demo;

/// <summary>
/// How far each text of the demonstration has come. A text is done when its whole report was seen exactly once, its confirmation is on the
/// handset, and the bridge has told the centre so. It is told what happens and when; it has no clock of its own. Any thread.
/// </summary>
internal sealed class DemoProgress(IReadOnlyList<GuideText> texts)
{
    private readonly Lock _lock = new();
    private readonly TextProgress[] _progress = [.. texts.Select(_ => new TextProgress())];
    private readonly Dictionary<string, int> _textByCommand = new(StringComparer.Ordinal);
    private int _otherReports;
    private int _duplicates;

    /// <summary>Every text is done, and every retransmission was recognised as one.</summary>
    public bool Done
    {
        get
        {
            lock (_lock) return _progress.All(progress => progress.Done) && _duplicates >= texts.Count(text => text.Retransmitted);
        }
    }

    public void Sent(int text, TimeSpan at)
    {
        lock (_lock) _progress[text].Sent = at;
    }

    /// <summary>report.received, under an event id not seen before.</summary>
    public void Reported(ReportData report)
    {
        lock (_lock)
        {
            var text = Find(one => one.Number == report.Sender.Msisdn && one.Operator == report.Operator && one.Text == report.Text);
            if (text < 0 || !report.Complete)
            {
                _otherReports++;
                return;
            }

            _progress[text].Reports++;
            _textByCommand[SimulatedCentre.ConfirmationId(report.ReportId)] = text;
        }
    }

    /// <summary>report.repeated.</summary>
    public void Repeated()
    {
        lock (_lock) _duplicates++;
    }

    /// <summary>A confirmation reached a handset: counted for the sender's oldest text that still waits for one.</summary>
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
    /// <returns>The time since the text was sent; null when the command is none of the confirmations.</returns>
    public TimeSpan? Delivered(string commandId, TimeSpan at)
    {
        lock (_lock)
        {
            if (!_textByCommand.TryGetValue(commandId, out var text)) return null;
            _progress[text].Delivered ??= at;
            return _progress[text].Delivered - _progress[text].Sent;
        }
    }

    /// <summary>The sender whom a confirmation answers; null when the command is none of the confirmations.</summary>
    public string? FindNumber(string commandId)
    {
        lock (_lock) return _textByCommand.TryGetValue(commandId, out var text) ? texts[text].Number : null;
    }

    public DemoSummary Summarize()
    {
        lock (_lock)
        {
            var delivered = _progress.Where(progress => progress.Delivered is not null).ToList();
            return new DemoSummary(
                texts.Count,
                _progress.Sum(progress => progress.Reports) + _otherReports,
                _duplicates,
                _progress.Count(progress => progress.OnHandset is not null),
                delivered.Count,
                delivered.Count == 0 ? null : delivered.Max(progress => progress.Delivered!.Value - progress.Sent),
                [.. texts.Where((_, i) => !_progress[i].Done)]);
        }
    }

    private int Find(Func<GuideText, bool> matches)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (matches(texts[i])) return i;
        }

        return -1;
    }

    private sealed class TextProgress
    {
        public TimeSpan Sent { get; set; }
        public int Reports { get; set; }
        public TimeSpan? OnHandset { get; set; }
        public TimeSpan? Delivered { get; set; }
        public bool Done => Reports == 1 && OnHandset is not null && Delivered is not null;
    }
}

/// <param name="Reports">Reports seen, also those of none of the texts.</param>
/// <param name="Confirmed">Confirmations on a handset.</param>
/// <param name="Delivered">Confirmations whose receipt reached the centre.</param>
/// <param name="Slowest">The longest time from sending a text to knowing that its confirmation was delivered; null when none was.</param>
/// <param name="Open">Texts that are not done.</param>
internal sealed record DemoSummary(
    int Texts, int Reports, int Duplicates, int Confirmed, int Delivered, TimeSpan? Slowest, IReadOnlyList<GuideText> Open);

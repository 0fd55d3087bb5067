namespace Bridge.Simulator.Load;

/// <summary>One sender's texts in their order; at most one of them is on its way. Any thread.</summary>
internal sealed class SenderQueue
{
    private readonly Queue<int> _waiting = new();
    private bool _isSending;

    /// <returns>True when nothing was on its way: the caller sends this text now, then those that <see cref="Next"/> returns.</returns>
    public bool Enqueue(int text)
    {
        lock (_waiting)
        {
            if (!_isSending) return _isSending = true;
            _waiting.Enqueue(text);
            return false;
        }
    }

    /// <returns>The next text to send; null when there is none and the queue is idle again.</returns>
    public int? Next()
    {
        lock (_waiting)
        {
            if (_waiting.TryDequeue(out var text)) return text;
            _isSending = false;
            return null;
        }
    }
}

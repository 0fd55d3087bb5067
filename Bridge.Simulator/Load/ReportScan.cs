using System.Text.Json;

namespace Bridge.Simulator.Load;

/// <summary>
/// Reads from an event only what the audit needs and allocates nothing: the generator shares its cores with the bridge that it measures.
/// One thread; the spans are valid until the next <see cref="Read"/>.
/// </summary>
internal sealed class ReportScan
{
    private readonly char[] _id = new char[256];
    private readonly byte[] _text = new byte[8192];
    private int _idLength;
    private int _textLength;

    public ReadOnlySpan<char> Id => _id.AsSpan(0, _idLength);

    /// <summary>data.text, UTF-8.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _textLength);

    /// <summary>data.complete.</summary>
    public bool Complete { get; private set; }

    /// <summary>Whether it is report.amended.</summary>
    public bool Amended { get; private set; }

    /// <returns>False when it is neither report.received nor report.amended, or longer than any text of a run.</returns>
    public bool Read(ReadOnlySpan<byte> json)
    {
        _idLength = _textLength = 0;
        Complete = Amended = false;
        var isReport = false;
        var inData = false;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            if (reader.CurrentDepth == 1)
            {
                inData = reader.ValueTextEquals("data"u8);
                if (inData) continue;
                var isType = reader.ValueTextEquals("type"u8);
                var isId = reader.ValueTextEquals("id"u8);
                reader.Read();
                if (isType)
                {
                    Amended = reader.ValueTextEquals("hk.992.report.amended"u8);
                    isReport = Amended || reader.ValueTextEquals("hk.992.report.received"u8);
                    if (!isReport) return false;
                }
                else if (isId)
                {
                    if (reader.ValueSpan.Length > _id.Length) return false;
                    _idLength = reader.CopyString(_id);
                }
                else
                {
                    reader.Skip();
                }
            }
            else if (inData && reader.CurrentDepth == 2 && !ReadField(ref reader))
            {
                return false;
            }
        }

        return isReport;
    }

    private bool ReadField(ref Utf8JsonReader reader)
    {
        var isText = reader.ValueTextEquals("text"u8);
        var isComplete = reader.ValueTextEquals("complete"u8);
        reader.Read();
        if (isText && reader.TokenType == JsonTokenType.String)
        {
            if (reader.ValueSpan.Length > _text.Length) return false;
            _textLength = reader.CopyString(_text);
        }
        else if (isComplete)
        {
            Complete = reader.TokenType == JsonTokenType.True;
        }
        else
        {
            reader.Skip();
        }

        return true;
    }
}

using Bridge.Worker.Configuration;

namespace Bridge.Worker.Replies;

/// <summary>A receipt's message id in the form in which submit_sm_resp gave it (contract, fine print on ReceiptIdFormat).</summary>
internal static class ReceiptIds
{
    public static string AsSubmitted(string receiptId, ReceiptIdFormat format) => format switch { _ => receiptId };
}

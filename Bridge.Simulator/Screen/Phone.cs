namespace Bridge.Simulator.Screen;

/// <summary>Telephone numbers as a person reads them.</summary>
internal static class Phone
{
    /// <summary>"+852 9123 4501" for a Hong Kong number, others as they are.</summary>
    public static string Format(string? msisdn) => msisdn switch
    {
        null or "" => "unknown",
        ['8', '5', '2', .. { Length: 8 } local] => $"+852 {local[..4]} {local[4..]}",
        _ => msisdn,
    };
}

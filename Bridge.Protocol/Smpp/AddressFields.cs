namespace Bridge.Protocol.Smpp;

/// <summary>What the spec calls the three fields of an address at its three places.</summary>
internal sealed record AddressFields(string Ton, string Npi, string Value)
{
    public static readonly AddressFields Source = new("source_addr_ton", "source_addr_npi", "source_addr");
    public static readonly AddressFields Destination = new("dest_addr_ton", "dest_addr_npi", "destination_addr");
    public static readonly AddressFields Esme = new("esme_addr_ton", "esme_addr_npi", "esme_addr");
}

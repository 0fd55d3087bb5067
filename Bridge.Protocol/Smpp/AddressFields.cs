namespace Bridge.Protocol.Smpp;

/// <summary>The spec's names of the three fields of an address, at each of the three places where a PDU has one.</summary>
internal sealed record AddressFields(string Ton, string Npi, string Value)
{
    public static readonly AddressFields Source = new("source_addr_ton", "source_addr_npi", "source_addr");
    public static readonly AddressFields Destination = new("dest_addr_ton", "dest_addr_npi", "destination_addr");
    public static readonly AddressFields Esme = new("esme_addr_ton", "esme_addr_npi", "esme_addr");
}

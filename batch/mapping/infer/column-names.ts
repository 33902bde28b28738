/** What a column may be, as far as its name tells. */
export type Role =
  | 'number'
  | 'customerId'
  | 'customerName'
  | 'issuedAt'
  | 'currency'
  | 'amount'
  | 'net'
  | 'tax'
  | 'sku'
  | 'description'
  | 'quantity'
  | 'unit'
  | 'unitPrice'
  | 'taxRate';

/** Names by which columns are known, without blanks and accents: English, German, French, Spanish, Dutch, Danish. */
const names: Readonly<Record<Role, readonly string[]>> = {
  number: [
    'invoicenumber',
    'invoiceno',
    'invoicenr',
    'invoiceid',
    'invoice',
    'documentnumber',
    'rechnungsnummer',
    'rechnungsnr',
    'belegnummer',
    'numerofacture',
    'numerodefacture',
    'facture',
    'numerodefactura',
    'factura',
    'factuurnummer',
    'fakturanummer',
    'fakturanr',
    'number',
    'nummer',
    'numero',
  ],
  customerId: ['customeruuid', 'customerid', 'clientid', 'kundenid', 'kundeid'],
  customerName: [
    'customername',
    'customer',
    'clientname',
    'client',
    'buyer',
    'billto',
    'kundenname',
    'kundenavn',
    'kunde',
    'nomclient',
    'nomduclient',
    'cliente',
    'klant',
    'klantnaam',
    'customerid',
    'clientid',
    'kundennummer',
    'debitor',
  ],
  issuedAt: [
    'issuedat',
    'issuedate',
    'invoicedate',
    'dateofissue',
    'rechnungsdatum',
    'belegdatum',
    'datefacture',
    'datedefacture',
    'fechadefactura',
    'fecha',
    'factuurdatum',
    'fakturadato',
    'date',
    'datum',
    'dato',
    'timestamp',
  ],
  currency: ['currencycode', 'currency', 'wahrung', 'waehrung', 'devise', 'moneda', 'valuta'],
  amount: [
    'totalamount',
    'grandtotal',
    'grossamount',
    'amount',
    'total',
    'gross',
    'gesamtbetrag',
    'bruttobetrag',
    'brutto',
    'betrag',
    'montantttc',
    'montant',
    'importe',
    'totaal',
    'bedrag',
    'belob',
  ],
  net: ['netamount', 'nettotal', 'subtotal', 'net', 'nettobetrag', 'netto', 'montantht', 'baseimponible'],
  tax: [
    'taxamount',
    'vatamount',
    'totaltax',
    'tax',
    'vat',
    'steuerbetrag',
    'mwstbetrag',
    'montanttva',
    'btw',
    'moms',
  ],
  sku: [
    'sku',
    'stockcode',
    'productcode',
    'itemcode',
    'articleno',
    'artikelnummer',
    'artikelnr',
    'varenummer',
    'reference',
  ],
  description: [
    'description',
    'productname',
    'product',
    'item',
    'article',
    'bezeichnung',
    'beschreibung',
    'artikel',
    'designation',
    'descripcion',
    'omschrijving',
    'beskrivelse',
    'text',
  ],
  quantity: ['quantity', 'qty', 'menge', 'anzahl', 'quantite', 'cantidad', 'aantal', 'antal'],
  unit: ['unit', 'unitofmeasure', 'uom', 'einheit', 'unite', 'unidad', 'eenheid', 'enhed'],
  unitPrice: [
    'unitprice',
    'priceperunit',
    'price',
    'einzelpreis',
    'stuckpreis',
    'preis',
    'prixunitaire',
    'prix',
    'preciounitario',
    'precio',
    'stukprijs',
    'prijs',
    'enhedspris',
    'pris',
  ],
  taxRate: [
    'taxrate',
    'vatrate',
    'taxpercent',
    'vatpercent',
    'steuersatz',
    'mwstsatz',
    'tauxtva',
    'btwpercentage',
    'momssats',
  ],
};

/** A name that is exactly one of the role's. */
const exact = 1_000;

/**
 * How well a column's name fits a role: 0 when it does not. The first names of a role fit best; one that is only part of
 * a sentence fits less.
 */
export function fitName(columnName: string, role: Role): number {
  const compact = columnName
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  const known = names[role];
  const place = known.indexOf(compact);
  if (place >= 0) return exact - place;
  const contained = known.filter((name) => name.length > 3 && compact.includes(name));
  return Math.max(0, ...contained.map((name) => name.length));
}

/** The roles that a column can have by its name. */
export type Role =
  | 'number'
  | 'customerId'
  | 'customerName'
  | 'issuedAt'
  | 'currency'
  | 'kind'
  | 'amount'
  | 'net'
  | 'tax'
  | 'sku'
  | 'description'
  | 'quantity'
  | 'unit'
  | 'unitPrice'
  | 'taxRate'
  | 'taxCategory'
  | 'taxExemptionReason';

/**
 * Names of columns in the exports of shops and accounting programs: words without accents, the likeliest
 * first. English, German, French, Spanish, Italian, Portuguese, Dutch, the Nordic languages, Polish, Czech, Turkish; the
 * short names are SAP's and DATEV's.
 */
export const roleNames: Readonly<Record<Role, readonly string[]>> = {
  number: toNames(`
    invoice number, invoice no, invoice nr, invoice num, invoice id, invoice, inv no, inv number,
    invoice reference, invoice ref, bill number, document number, document no, doc number, doc no,
    billing document, rechnungsnummer, rechnungsnr, rechnung nr, rechnung, belegnummer, belegnr, beleg nr,
    belegfeld 1, belegfeld1, vbeln, belnr, numero de facture, numero facture, n facture, no facture,
    num facture, facture, numero de piece, piece ref, numero de factura, numero factura, n factura,
    no factura, num factura, factura, numero fattura, n fattura, fattura, numero documento,
    numero da fatura, fatura no, fatura numarasi, fatura, factuurnummer, factuurnr, factuur, fakturanummer,
    fakturanr, faktura nr, fakturanumero, faktura, numer faktury, nr faktury, cislo faktury, laskunumero,
    laskun numero, document, receipt number, transaction id, order number, order no, order id,
    auftragsnummer, bestellnummer, number, nummer, numero, num, no, nr, reference, ref, id`),
  customerId: toNames(`
    customer uuid, customer id, client id, kunden id, kunde id, id client, id cliente`),
  customerName: toNames(`
    customer name, customer, client name, client, buyer name, buyer, bill to name, bill to, billing name,
    billing company, billing full name, sold to party name, sold to name, contact name, customer company,
    customer full name, company name, company, account name, debtor name, debtor, recipient, kundenname,
    kunde, kundin, debitorenname, debitor, rechnungsempfanger, empfanger, auftraggeber, firma, firmenname,
    kundennavn, kundenavn, nom client, nom du client, client nom, raison sociale, destinataire,
    nombre cliente, nombre del cliente, razon social, cliente, nome cliente, nome do cliente,
    ragione sociale, intestatario, klantnaam, naam klant, klant, debiteur, afnemer, kundnamn, kund,
    asiakkaan nimi, asiakas, nabywca, kontrahent, klient, odberatel, zakaznik, musteri, billing last name,
    name, nom, nombre, naam, navn, namn, customer email, billing email, email, customer id, customer no,
    customer number, customer code, client id, client number, sold to party, kundennummer, kundennr,
    kunden nr, kunnr, kunag, debitorennummer, gegenkonto, konto, numero client, code client, klantnummer,
    kundenummer`),
  issuedAt: toNames(`
    issued at, issue date, issued on, issued, invoice date, date of issue, date of invoice, invoiced at,
    invoiced on, invoice created, invoice created at, bill date, billing date, document date, doc date,
    rechnungsdatum, belegdatum, ausstellungsdatum, date facture, date de facture, date de facturation,
    date facturation, date d emission, date emission, piece date, date piece, fecha de factura,
    fecha factura, fecha de emision, fecha emision, fecha expedicion, data fattura, data emissione,
    data documento, data da fatura, data de emissao, factuurdatum, fakturadato, fakturadatum,
    data wystawienia, data faktury, datum vystaveni, laskun paivays, laskupaiva, fatura tarihi, fkdat,
    bldat, budat, created at, created on, created, date created, creation date, erstellt am, erstelldatum,
    posting date, buchungsdatum, order date, date ordered, bestelldatum, auftragsdatum, transaction date,
    txn date, date, datum, dato, data, fecha, paivamaara, pvm, tarih, timestamp, date time`),
  currency: toNames(`
    currency code, currency, currency iso, iso currency, invoice currency, transaction currency, ccy,
    wahrung, waehrung, wahrungsschlussel, wahrungscode, wkz umsatz, wkz, waers, waerk, devise, monnaie,
    code devise, moneda, divisa, valuta, moeda, mena, waluta, para birimi, valutakode`),
  kind: toNames(`
    document type, invoice type, transaction type, doc type, record type, type, belegart, dokumentart,
    type de piece, type de document, tipo documento, tipo de documento, tipo, typ, art`),
  amount: toNames(`
    total amount, invoice total, invoice amount, grand total, gross amount, gross total, order total,
    order total amount, total including tax, total incl tax, total inc vat, total incl vat, amount, total,
    gross, rechnungsbetrag, gesamtbetrag, bruttobetrag, gesamtsumme, endbetrag, gesamtpreis, brutto,
    umsatz ohne soll haben kz, umsatz, summe, betrag, montant ttc, total ttc, montant total, montant,
    importe total, total factura, importe, totale, totale fattura, importo totale, importo, valor total,
    valor, totaalbedrag, totaal, bedrag incl btw, bedrag, belob, belop, totalbelob, summa, belopp, totalt,
    kwota brutto, wartosc brutto, kwota, castka, celkem, yhteensa, toplam, tutar, wrbtr, dmbtr, sum, value`),
  net: toNames(`
    net amount, net total, net value, total excluding tax, total excl tax, amount excl tax, subtotal,
    sub total, net, nettobetrag, nettosumme, netto, netwr, montant ht, total ht, base imponible,
    importe neto, neto, imponibile, totale imponibile, valor liquido, bedrag excl btw, kwota netto,
    wartosc netto, nettobelob, nettobelopp`),
  tax: toNames(`
    tax amount, vat amount, tax total, total tax, total vat, sales tax, tax, taxes, vat, gst, gst amount,
    steuerbetrag, mwst betrag, ust betrag, umsatzsteuer, mehrwertsteuer, mwst, ust, steuer, mwsbk,
    montant tva, total tva, tva, importe iva, cuota iva, iva, imposta, importo iva, valor iva, btw bedrag,
    btw, moms, momsbelob, momsbelopp, kwota vat, dph, alv, kdv`),
  sku: toNames(`
    sku, stock code, product code, item code, item number, item no, article number, article no,
    lineitem sku, item sku, product sku, inventory item code, product id, material, matnr, artikelnummer,
    artikelnr, art nr, produktnummer, reference article, ref article, code article, codigo articulo,
    codice articolo, codigo, varenummer, varenr, artikelnummer, tuotekoodi, reference`),
  description: toNames(`
    item description, line description, product description, description, product name, item name,
    lineitem name, line item, product service, product, item, service, article, artikelbezeichnung,
    produktbezeichnung, bezeichnung, beschreibung, produktname, buchungstext, leistung, artikel, produkt,
    kurztext, arktx, designation, libelle, descripcion, concepto, descrizione, descricao, omschrijving,
    beskrivelse, beskrivning, vare, opis, nazwa, popis, nazev, kuvaus, aciklama, memo, details, text, title`),
  quantity: toNames(`
    quantity, qty, lineitem quantity, item quantity, quantity sold, billed quantity, units, hours, menge,
    anzahl, stuckzahl, fkimg, quantite, qte, cantidad, cant, quantita, qta, quantidade, aantal, antal,
    antall, ilosc, mnozstvi, maara, miktar`),
  unit: toNames(`
    unit, unit of measure, uom, einheit, mengeneinheit, vrkme, unite, unidad, unita di misura, eenheid,
    enhed, enhet, jednostka, birim`),
  unitPrice: toNames(`
    unit price, price per unit, unit amount, unit cost, lineitem price, item price, item cost, sales price,
    net price, price, rate, einzelpreis, stuckpreis, netto einzelpreis, e preis, preis, prix unitaire,
    prix unitaire ht, pu ht, pu, prix, precio unitario, precio, prezzo unitario, prezzo, preco unitario,
    preco, stukprijs, eenheidsprijs, prijs, enhedspris, stykpris, a pris, enhetspris, pris,
    cena jednostkowa, cena, yksikkohinta, hinta, birim fiyat, fiyat`),
  taxRate: toNames(`
    tax rate, vat rate, tax percent, vat percent, tax percentage, gst rate, gst percent, sales tax rate,
    steuersatz, mwst satz, ust satz, umsatzsteuersatz, mehrwertsteuersatz, mwst percent, ust percent,
    taux tva, taux de tva, tva percent, tipo iva, tipo de iva, iva percent, aliquota iva, aliquota,
    taxa iva, btw percentage, btw tarief, btw percent, momssats, moms percent, stawka vat, sazba dph,
    dph percent, alv percent, kdv orani, kdv percent`),
  taxCategory: toNames(`
    tax category, vat category, tax category code, vat category code, tax code, vat code, tax type, vat type,
    lineitem tax category, steuerkategorie, steuerkennzeichen, mwst kategorie, ust kategorie, steuerschlussel,
    mwskz, categorie tva, categorie de tva, code tva, categoria iva, categoria de iva, codice iva,
    natura iva, natura, btw categorie, btw code, momskategori, momskode, momskod, kod vat`),
  taxExemptionReason: toNames(`
    tax exemption reason, vat exemption reason, exemption reason, tax exempt reason, reason of exemption,
    steuerbefreiungsgrund, befreiungsgrund, grund der steuerbefreiung, motif d exoneration,
    motif exoneration, motif d exoneration de tva, motivo de exencion, motivo exencion, motivo esenzione,
    motivo de isencao, reden vrijstelling, reden btw vrijstelling`),
};

function toNames(list: string): readonly string[] {
  return list.split(',').map((name) => name.trim());
}

/** Names that fit many columns, and therefore count only as a column's whole name. */
export const wholeNamesOnly: ReadonlySet<string> = new Set(
  toNames(`
    number, nummer, numero, num, no, nr, reference, ref, id, document, name, nom, nombre, naam, navn, namn,
    email, company, firma, konto, art, typ, type, tipo, sum, value, valor, rate, text, title, details, memo,
    units, hours, item, product, service, codigo, material, data, cant, vare, pu, unit, price, gross, net,
    invoice, facture, factura, rechnung, fattura, fatura, factuur, faktura, order id, order no,
    order number, transaction id, created`),
);

/**
 * Words that exclude a column from a role, though its name contains the role's name: a due date is not the date
 * of issue.
 */
export const otherWords: Readonly<Partial<Record<Role, RegExp>>> = {
  issuedAt:
    /\b(due|faellig\w*|fallig\w*|echeance|vencimiento|scadenza|verval\w*|forfald\w*|forfall\w*|termin\w*|splatnost\w*|erapaiva|paid|payment|pay|bezahlt|zahlung\w*|pago|paiement|pagamento|betaal\w*|ship\w*|deliver\w*|liefer\w*|livraison|entrega|consegna|updated|modified|changed|geandert|fulfil\w*|cancel\w*|refund\w*|void\w*|start|end|from|to|until|period\w*|service|leistung\w*|birth\w*|geburt\w*|valid\w*|expir\w*|remind\w*|mahn\w*|sent|received|discount|skonto\w*|value date)\b/,
  number:
    /\b(customer|client|buyer|debtor|account|phone|tel\w*|fax|tax|vat|line|item|product|article|sku|stock|tracking|po|purchase|page|bank|zip|post\w*|card|street|house|kunden?\w*|debitor\w*|artikel\w*|telefon\w*|konto\w*|steuer\w*|klant\w*|cliente|lieferschein\w*|original|related)\b/,
  customerName:
    /\b(contact id|tax|vat|phone|address|street|city|zip|country|type|group|since|date|gender|age|product|item)\b/,
  amount:
    /\b(due|paid|balance|open|outstanding|refund\w*|discount\w*|fee|fees|shipping|freight|tip|deposit|remaining|rabatt|offen\w*|bezahlt|skonto|versand\w*|tax|vat|gst|tva|iva|btw|moms|mwst|ust|net|netto|ht|excl|excluding|unit|quantity|qty|count|lines|steuer\w*|credit|applied|received|cost|profit|margin|rounding|pages)\b/,
  net: /\b(weight|gewicht|poids|price|unit|profit|term\w*|tage|days|discount)\b/,
  tax: /\b(id|no|nr|number|nummer|num|code|type|name|rate|satz|taux|percent|exempt\w*|excl\w*|incl\w*|included|before|without|label|nr|region|country|zero|shipping|category)\b/,
  taxRate: /\b(name|code|id|type|exchange)\b/,
  unitPrice: /\b(compare|total|cost of goods|currency|list|retail|original|discount)\b/,
  quantity: /\b(free|returned|refunded|open|remaining|unit|uom|available|stock)\b/,
  currency: /\b(rate|exchange|kurs|factor|amount|symbol|base)\b/,
  description:
    /\b(code|id|number|customer|client|tax|type|category|discount|shipping|currency|account|total)\b/,
  unit: /\b(price|amount|cost|preis|prix|precio|total|count)\b/,
  kind: /\b(tax|payment|customer|product|item|account|currency|discount|shipping|card|price)\b/,
};

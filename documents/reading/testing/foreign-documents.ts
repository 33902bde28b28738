/**
 * A CII document as other systems write it: a default namespace, other prefixes, XRechnung as its specification, and groups that this
 * system does not write. 3 units at 12.00 for 2, less 10 %, with a charge for freight.
 */
export const foreignCii = `<?xml version='1.0' encoding='UTF-8' standalone='yes'?>
<!-- made by hand after EN 16931-3-3 -->
<inv:CrossIndustryInvoice xmlns:inv="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  xmlns:d="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x x.xsd">
  <inv:ExchangedDocumentContext>
    <GuidelineSpecifiedDocumentContextParameter>
      <ID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</ID>
    </GuidelineSpecifiedDocumentContextParameter>
  </inv:ExchangedDocumentContext>
  <inv:ExchangedDocument>
    <ID>
      RE-2026/7
    </ID>
    <Name>RECHNUNG</Name>
    <TypeCode>380</TypeCode>
    <IssueDateTime><d:DateTimeString format="102">20260301</d:DateTimeString></IssueDateTime>
  </inv:ExchangedDocument>
  <inv:SupplyChainTradeTransaction>
    <IncludedSupplyChainTradeLineItem>
      <AssociatedDocumentLineDocument><LineID>1</LineID></AssociatedDocumentLineDocument>
      <SpecifiedTradeProduct><Name>Papier</Name>
        <OriginTradeCountry><ID>SE</ID></OriginTradeCountry></SpecifiedTradeProduct>
      <SpecifiedLineTradeAgreement>
        <GrossPriceProductTradePrice><ChargeAmount>13.0</ChargeAmount></GrossPriceProductTradePrice>
        <NetPriceProductTradePrice><ChargeAmount>12</ChargeAmount><BasisQuantity unitCode="C62">2.0000</BasisQuantity></NetPriceProductTradePrice>
      </SpecifiedLineTradeAgreement>
      <SpecifiedLineTradeDelivery><BilledQuantity unitCode="C62">3.0000</BilledQuantity></SpecifiedLineTradeDelivery>
      <SpecifiedLineTradeSettlement>
        <ApplicableTradeTax><TypeCode>VAT</TypeCode><CategoryCode>S</CategoryCode><RateApplicablePercent>19</RateApplicablePercent></ApplicableTradeTax>
        <SpecifiedTradeAllowanceCharge>
          <ChargeIndicator><d:Indicator>false</d:Indicator></ChargeIndicator>
          <CalculationPercent>10.0000</CalculationPercent><BasisAmount>18</BasisAmount>
          <ActualAmount>1.8</ActualAmount><Reason>Rabatt</Reason>
        </SpecifiedTradeAllowanceCharge>
        <SpecifiedTradeSettlementLineMonetarySummation><LineTotalAmount>16.2</LineTotalAmount></SpecifiedTradeSettlementLineMonetarySummation>
      </SpecifiedLineTradeSettlement>
    </IncludedSupplyChainTradeLineItem>
    <ApplicableHeaderTradeAgreement>
      <BuyerReference>04011000-12345-03</BuyerReference>
      <SellerTradeParty><Name>Muster GmbH</Name>
        <DefinedTradeContact><DepartmentName>Buchhaltung</DepartmentName></DefinedTradeContact>
        <PostalTradeAddress><PostcodeCode>10115</PostcodeCode><LineOne>Hauptstr. 1</LineOne><CityName>Berlin</CityName><CountryID>DE</CountryID></PostalTradeAddress>
        <SpecifiedTaxRegistration><ID schemeID="FC">201/113/40209</ID></SpecifiedTaxRegistration>
        <SpecifiedTaxRegistration><ID schemeID="VA">DE123456789</ID></SpecifiedTaxRegistration>
      </SellerTradeParty>
      <BuyerTradeParty><GlobalID schemeID="0088">4000001987658</GlobalID><Name>Kunde AG</Name>
        <PostalTradeAddress><CountryID>AT</CountryID></PostalTradeAddress></BuyerTradeParty>
    </ApplicableHeaderTradeAgreement>
    <ApplicableHeaderTradeDelivery/>
    <ApplicableHeaderTradeSettlement>
      <InvoiceCurrencyCode>EUR</InvoiceCurrencyCode>
      <PayeeTradeParty><Name>Factoring AG</Name></PayeeTradeParty>
      <SpecifiedTradeSettlementPaymentMeans><TypeCode>58</TypeCode>
        <PayeePartyCreditorFinancialAccount><IBANID>DE02120300000000202051</IBANID></PayeePartyCreditorFinancialAccount></SpecifiedTradeSettlementPaymentMeans>
      <ApplicableTradeTax><CalculatedAmount>4.03</CalculatedAmount><TypeCode>VAT</TypeCode><BasisAmount>21.20</BasisAmount><CategoryCode>S</CategoryCode><RateApplicablePercent>19.00</RateApplicablePercent></ApplicableTradeTax>
      <SpecifiedTradeAllowanceCharge>
        <ChargeIndicator><d:Indicator>true</d:Indicator></ChargeIndicator>
        <ActualAmount>5.00</ActualAmount><ReasonCode>FC</ReasonCode><Reason>Fracht</Reason>
        <CategoryTradeTax><TypeCode>VAT</TypeCode><CategoryCode>S</CategoryCode><RateApplicablePercent>19</RateApplicablePercent></CategoryTradeTax>
      </SpecifiedTradeAllowanceCharge>
      <SpecifiedTradePaymentTerms><DueDateDateTime><d:DateTimeString format="102">20260331</d:DateTimeString></DueDateDateTime></SpecifiedTradePaymentTerms>
      <SpecifiedTradeSettlementHeaderMonetarySummation>
        <LineTotalAmount>16.20</LineTotalAmount><ChargeTotalAmount>5.00</ChargeTotalAmount><AllowanceTotalAmount>0.00</AllowanceTotalAmount>
        <TaxBasisTotalAmount>21.20</TaxBasisTotalAmount><TaxTotalAmount currencyID="EUR">4.03</TaxTotalAmount>
        <GrandTotalAmount>25.23</GrandTotalAmount><TotalPrepaidAmount>5.00</TotalPrepaidAmount><DuePayableAmount>20.23</DuePayableAmount>
      </SpecifiedTradeSettlementHeaderMonetarySummation>
    </ApplicableHeaderTradeSettlement>
  </inv:SupplyChainTradeTransaction>
</inv:CrossIndustryInvoice>
`;

/** A UBL document as other systems write it: prefixes on all elements, Peppol as its specification, in an order of its own. */
export const foreignUbl = `<ubl:Invoice xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <b:UBLVersionID>2.1</b:UBLVersionID>
  <b:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</b:CustomizationID>
  <b:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</b:ProfileID>
  <b:ID>INV-1</b:ID><b:IssueDate>2026-03-01+01:00</b:IssueDate>
  <b:InvoiceTypeCode>380</b:InvoiceTypeCode>
  <b:TaxPointDate>2026-02-28</b:TaxPointDate>
  <b:DocumentCurrencyCode>SEK</b:DocumentCurrencyCode><b:TaxCurrencyCode>EUR</b:TaxCurrencyCode>
  <a:AccountingSupplierParty><a:Party>
    <a:PartyIdentification><b:ID schemeID="SEPA">DE98ZZZ09999999999</b:ID></a:PartyIdentification>
    <a:PartyIdentification><b:ID>99</b:ID></a:PartyIdentification>
    <a:PostalAddress><b:CityName>Lund</b:CityName><a:Country><b:IdentificationCode>SE</b:IdentificationCode></a:Country></a:PostalAddress>
    <a:PartyTaxScheme><b:CompanyID>SE1234567801</b:CompanyID><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:PartyTaxScheme>
    <a:PartyTaxScheme><b:CompanyID>Godkänd för F-skatt</b:CompanyID><a:TaxScheme><b:ID>TAX</b:ID></a:TaxScheme></a:PartyTaxScheme>
    <a:PartyLegalEntity><b:RegistrationName>Säljare AB</b:RegistrationName></a:PartyLegalEntity>
  </a:Party></a:AccountingSupplierParty>
  <a:AccountingCustomerParty><a:Party>
    <a:PostalAddress><a:Country><b:IdentificationCode>SE</b:IdentificationCode></a:Country></a:PostalAddress>
    <a:PartyLegalEntity><b:RegistrationName>Köpare AB</b:RegistrationName></a:PartyLegalEntity>
  </a:Party></a:AccountingCustomerParty>
  <a:TaxTotal><b:TaxAmount currencyID="EUR">2.20</b:TaxAmount></a:TaxTotal>
  <a:TaxTotal><b:TaxAmount currencyID="SEK">25.00</b:TaxAmount>
    <a:TaxSubtotal><b:TaxableAmount currencyID="SEK">100.00</b:TaxableAmount><b:TaxAmount currencyID="SEK">25.00</b:TaxAmount>
      <a:TaxCategory><b:ID>S</b:ID><b:Percent>25.0</b:Percent><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:TaxCategory></a:TaxSubtotal></a:TaxTotal>
  <a:LegalMonetaryTotal><b:LineExtensionAmount currencyID="SEK">100</b:LineExtensionAmount><b:TaxExclusiveAmount currencyID="SEK">100.0</b:TaxExclusiveAmount>
    <b:TaxInclusiveAmount currencyID="SEK">125.00</b:TaxInclusiveAmount><b:PayableAmount currencyID="SEK">125.00</b:PayableAmount></a:LegalMonetaryTotal>
  <a:InvoiceLine><b:ID>1</b:ID><b:InvoicedQuantity unitCode="H87">3</b:InvoicedQuantity><b:LineExtensionAmount currencyID="SEK">100</b:LineExtensionAmount>
    <a:Item><b:Name>Stol</b:Name><a:ClassifiedTaxCategory><b:ID>S</b:ID><b:Percent>25</b:Percent><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:ClassifiedTaxCategory></a:Item>
    <a:Price><b:PriceAmount currencyID="SEK">100</b:PriceAmount><b:BaseQuantity unitCode="H87">3</b:BaseQuantity></a:Price></a:InvoiceLine>
</ubl:Invoice>
`;

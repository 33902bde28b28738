/** An entry of a made-up bank statement. */
export interface MadeEntry {
  readonly amount: string;
  readonly currency?: string;
  readonly sign?: 'CRDT' | 'DBIT';
  readonly isReversal?: boolean;
  readonly status?: string;
  readonly bookedOn?: string;
  readonly valueDate?: string;
  readonly bankReference?: string;
  /** XML of the details of transactions, as `makeTransaction` makes them. */
  readonly details?: string;
}

/** The details of a transaction of a made-up entry. */
export interface MadeTransaction {
  readonly amount?: string;
  readonly currency?: string;
  readonly endToEndId?: string;
  readonly bankReference?: string;
  readonly texts?: readonly string[];
  readonly creditorReference?: string;
  readonly debtor?: string;
}

const toXmlText = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const element = (name: string, text: string | undefined) =>
  text === undefined ? '' : `<${name}>${toXmlText(text)}</${name}>`;

/** Makes the details of a transaction, in the form of camt.053.001.02. */
export function makeTransaction(transaction: MadeTransaction): string {
  const { amount, currency = 'EUR', endToEndId, bankReference, texts = [], creditorReference } = transaction;
  const references = element('AcctSvcrRef', bankReference) + element('EndToEndId', endToEndId);
  const structured =
    creditorReference === undefined
      ? ''
      : `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>${element('Ref', creditorReference)}</CdtrRefInf></Strd>`;
  return `<TxDtls><Refs>${references}</Refs>${
    amount === undefined ? '' : `<AmtDtls><TxAmt><Amt Ccy="${currency}">${amount}</Amt></TxAmt></AmtDtls>`
  }<RltdPties><Dbtr>${element('Nm', transaction.debtor ?? 'Ada')}</Dbtr></RltdPties><RmtInf>${texts
    .map((text) => element('Ustrd', text))
    .join('')}${structured}</RmtInf></TxDtls>`;
}

function makeEntry(entry: MadeEntry): string {
  const {
    amount,
    currency = 'EUR',
    sign = 'CRDT',
    isReversal,
    status = 'BOOK',
    bookedOn = '2026-03-02',
  } = entry;
  return `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${sign}</CdtDbtInd>${
    isReversal === undefined ? '' : `<RvslInd>${isReversal}</RvslInd>`
  }<Sts>${status}</Sts><BookgDt><Dt>${bookedOn}</Dt></BookgDt><ValDt><Dt>${entry.valueDate ?? bookedOn}</Dt></ValDt>${element(
    'AcctSvcrRef',
    entry.bankReference,
  )}<BkTxCd/><NtryDtls>${entry.details ?? ''}</NtryDtls></Ntry>\n`;
}

/** Makes a bank statement, ISO 20022 camt.053, of made-up data. */
export function makeStatement(entries: readonly MadeEntry[], version = '02', id = 'STMT-1'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>
<GrpHdr><MsgId>MSG-1</MsgId><CreDtTm>2026-03-03T06:00:00+01:00</CreDtTm></GrpHdr>
<Stmt><Id>${id}</Id><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>
${entries.map(makeEntry).join('')}</Stmt></BkToCstmrStmt></Document>
`;
}

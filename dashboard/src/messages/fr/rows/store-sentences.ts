import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Sentences about invoices and payments of a file that billing does not take, in French. The general one comes last. */
export const storeSentencesFr: readonly TranslatedSentence[] = [
  [
    'invoice {number} is there with other figures: {differences}',
    'la facture {number} existe avec d’autres valeurs : {differences}',
  ],
  ['line {line}: {differences}', 'ligne {line} : {differences}'],
  [
    'the amount is {here} here, {there} in the file',
    'le montant est de {here} ici, de {there} dans le fichier',
  ],
  ['the day is {here} here, {there} in the file', 'le jour est le {here} ici, le {there} dans le fichier'],
  [
    'it is of invoice {here} here, of {there} in the file',
    'il est de la facture {here} ici, de {there} dans le fichier',
  ],
  [
    'no invoice has the number or external reference {references}: give the number of one',
    'aucune facture n’a le numéro ou la référence externe {references} : indiquez le numéro d’une facture',
  ],
  [
    'several invoices fit: {invoices}; give the number of the one that was paid, or a row for each',
    'plusieurs factures conviennent : {invoices} ; indiquez le numéro de celle qui a été payée, ou une ligne pour chacune',
  ],
  [
    'the invoice with the external reference {"reference"} is a draft: issue it first',
    'la facture de référence externe {reference} est un brouillon : émettez-la d’abord',
  ],
  [
    'invoice {number} is void and takes no payments: give the number of the invoice that replaced it',
    'la facture {number} est annulée et ne reçoit pas de paiement : indiquez le numéro de celle qui l’a remplacée',
  ],
  [
    'invoice {number} is paid already, nothing is left to pay: give the number of another invoice, or pay the money back',
    'la facture {number} est déjà payée, rien ne reste à payer : indiquez le numéro d’une autre facture, ou remboursez',
  ],
  [
    'invoice {number} may become void, and the request for that waits for approval: load the payment when it was approved or rejected',
    'l’annulation de la facture {number} attend une approbation : chargez le paiement quand elle sera approuvée ou refusée',
  ],
  [
    '{number} is a credit note: give the number of an invoice',
    '{number} est un avoir : indiquez le numéro d’une facture',
  ],
  [
    'the payment is in {currency}, invoice {number} in {other}: it must be in the currency of its invoice',
    'le paiement est en {currency}, la facture {number} en {other} : il doit être dans la devise de sa facture',
  ],
  [
    'the amount has more decimals than {currency}, the currency of invoice {number}, has',
    'le montant a plus de décimales que {currency}, la devise de la facture {number}',
  ],
  [
    '{amount} is more than what is left to pay of invoice {number}, {balance}: it may be at most that',
    '{amount} dépasse ce qui reste à payer de la facture {number}, {balance} : c’est le maximum',
  ],
  [
    'invoice {number} is of another customer, {"customer"}',
    'la facture {number} est d’un autre client, {customer}',
  ],
  [
    'invoice {number} is of {"customer"}, not of {"other"}',
    'la facture {number} est de {customer}, et non de {other}',
  ],
  [
    'row {row} of the file is the same payment: give them different references if both were made',
    'la ligne {row} du fichier est le même paiement : donnez-leur des références différentes si les deux ont été faits',
  ],
  [
    'the payment of {amount} of invoice {number} was recorded and taken back at {time} by {person}: record it by hand if it counts after all',
    'le paiement de {amount} de la facture {number} a été enregistré, puis annulé le {time} par {person} : enregistrez-le à la main s’il compte malgré tout',
  ],
  [
    'the entry is there as another payment: {differences}',
    'l’écriture existe comme un autre paiement : {differences}',
  ],
  ['{figure} is {here} here, {there} in the file', '{figure} est {here} ici, {there} dans le fichier'],
];

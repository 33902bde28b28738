import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Sentences about electronic invoices that are not loaded, in French. The general ones come last. */
export const loadedDocumentSentencesFr: readonly TranslatedSentence[] = [
  [
    'BT-131 of line {ref} is not quantity times price with the allowances and charges of the line',
    'BT-131 de la ligne {ref} n’est pas la quantité multipliée par le prix, remises et frais de la ligne compris',
  ],
  [
    'BT-131 of line {ref} is not its quantity times any price of the ledger, which has millionths of a cent: split the line, so that each part has fewer units',
    'BT-131 de la ligne {ref} n’est sa quantité multipliée par aucun prix du registre, qui a des millionièmes de centime : divisez la ligne, pour que chaque partie ait moins d’unités',
  ],
  ['BT-112 is {amount} {currency}: {right}', 'BT-112 est {amount} {currency} : {right}'],
  ['the amounts of a credit note (381) are above zero', 'les montants d’un avoir (381) sont positifs'],
  [
    'what is taken back is a credit note (BT-3 381) with amounts above zero',
    'une reprise est un avoir (BT-3 381) aux montants positifs',
  ],
  [
    'it cannot be read because of a fault of this program ({error}): keep it, and tell whoever maintains the system',
    'il ne peut être lu à cause d’une erreur de ce programme ({error}) : gardez-le et prévenez qui maintient le système',
  ],
  [
    'it took more than {time} s to read, which no invoice does: ask its author for one with fewer lines, or without what is not of the invoice',
    'sa lecture a pris plus de {time} s, ce qu’aucune facture ne fait : demandez à son auteur une facture avec moins de lignes, ou sans ce qui n’en fait pas partie',
  ],
  [
    'it takes more than {most} MiB of memory to read, which no invoice does: ask its author for one with fewer lines, or without what is not of the invoice',
    'sa lecture prend plus de {most} Mio de mémoire, ce qu’aucune facture ne fait : demandez à son auteur une facture avec moins de lignes, ou sans ce qui n’en fait pas partie',
  ],
  [
    'BT-113 says that {paid} were paid before, which no invoice of the ledger says: take the amount out, so that {due} are due, and load the payment after it',
    'BT-113 dit que {paid} ont été payés d’avance, ce qu’aucune facture du registre ne dit : retirez ce montant, pour que {due} soient dus, et chargez ensuite le paiement',
  ],
  [
    'BT-114 rounds the amount due by {amount}, which the ledger does not do: the total with VAT must be due',
    'BT-114 arrondit le montant dû de {amount}, ce que le registre ne fait pas : le total TTC doit être dû',
  ],
  [
    'BT-27 is {"name"}, and none of its numbers is one of {right}; the ledger has the invoices of one seller',
    'BT-27 est {name}, dont aucun numéro n’est l’un de {right} ; le registre a les factures d’un seul vendeur',
  ],
  ['those of the load: {cell}', 'ceux du chargement : {cell}'],
  [
    'BT-1 is that of the document {"name"} before, which says something else: a number is given once',
    'BT-1 est celui du document précédent {name}, qui dit autre chose : un numéro n’est donné qu’une fois',
  ],
  [
    'the PDF is encrypted, which PDF/A forbids: save it without a password and without restrictions',
    'le PDF est chiffré, ce que PDF/A interdit : enregistrez-le sans mot de passe ni restrictions',
  ],
  [
    'the PDF is not a hybrid invoice: {has}, and not one of {names}',
    'le PDF n’est pas une facture hybride : {has}, et aucun de {names}',
  ],
  ['it embeds no file', 'il ne contient aucun fichier'],
  ['it embeds {cell}', 'il contient {cell}'],
  ['it has more than {most} bytes', 'il a plus de {most} octets'],
  ['it is neither XML nor PDF', 'ce n’est ni du XML ni un PDF'],
  [
    'a document type declaration is refused: invoices have none',
    'une déclaration de type de document est refusée : les factures n’en ont pas',
  ],
  [
    'the encoding {"name"} is not read; save the document as UTF-8',
    'l’encodage {name} n’est pas lu ; enregistrez le document en UTF-8',
  ],
  [
    'its declaration says {name}, but its bytes are of another encoding: save it as UTF-8 with a declaration that says so, or as UTF-16 with a byte order mark',
    'sa déclaration dit {name}, mais ses octets sont d’un autre encodage : enregistrez-le en UTF-8 avec une déclaration qui le dit, ou en UTF-16 avec un indicateur d’ordre des octets',
  ],
  [
    '{term} is {cell}: it must be {code}, the unit of the quantity of the line (BT-130)',
    '{term} est {cell} : ce doit être {code}, l’unité de la quantité de la ligne (BT-130)',
  ],
  ['it is not well-formed XML: {cell}', 'ce n’est pas du XML bien formé : {cell}'],
  [
    '{term} is in {given}: amounts must be in {currency}, the currency of the document',
    '{term} est en {given} : les montants doivent être en {currency}, la devise du document',
  ],
  [
    '{term} is {cell}: it must be {right} (UNTDID 1001)',
    '{term} est {cell} : ce doit être {right} (UNTDID 1001)',
  ],
  ['{first}, an invoice, or {second}, a credit note', '{first}, une facture, ou {second}, un avoir'],
  ['{code}, an invoice', '{code}, une facture'],
  ['{code}, a credit note', '{code}, un avoir'],
  [
    '{term} is {cell}: it must be one of {codes} (UNCL 5305)',
    '{term} est {cell} : ce doit être l’un de {codes} (UNCL 5305)',
  ],
  ['{term} is {cell}: it must be a day as {ref}', '{term} est {cell} : ce doit être un jour comme {ref}'],
  [
    '{term} is {cell}: it must be {form} with at most {most} decimals',
    '{term} est {cell} : ce doit être {form} avec au plus {most} décimales',
  ],
  // The element says it in every language.
  ['{term} has no {element}: give {what}', '{term} n’a pas de {element} : indiquez-le'],
  ['{term} is empty: give {what}', '{term} est vide : indiquez-le'],
  ['an amount in {currency}', 'un montant en {currency}'],
  ['a quantity', 'une quantité'],
  ['a rate in percent', 'un taux en pour cent'],
  ['{problem} (line {line}, {place})', '{problem} (ligne {line}, {place})'],
];

import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Reasons why an invoice has no document. */
export const documentSentencesFr: readonly TranslatedSentence[] = [
  [
    'A draft is not a document yet; issue it first.',
    'Un brouillon n’est pas encore un document ; émettez-le d’abord.',
  ],
  [
    'The invoice is void; its document would ask for money that is not due.',
    'La facture est annulée ; son document demanderait une somme qui n’est pas due.',
  ],
  [
    'The invoice was imported; its document is that of the system that issued it.',
    'La facture a été importée ; son document est celui du système qui l’a émise.',
  ],
  [
    'The invoice was issued without the data of a seller; credit it and issue another one.',
    'La facture a été émise sans les données d’un vendeur ; faites un avoir et émettez-en une autre.',
  ],
  [
    'The document is not ready yet; try again in a moment.',
    'Le document n’est pas encore prêt ; réessayez dans un instant.',
  ],
  ['It violates {others} rules more.', 'Il enfreint encore {others} règles.'],
  ['The document violates {ref}: {cell} {text}.', 'Le document enfreint {ref} : {cell} {text}.'],
  [
    'has more than {most} decimals, which no amount may have, also in {currency}',
    'a plus de {most} décimales, ce qu’aucun montant ne peut avoir, même en {currency}',
  ],
  [
    'has the character {ref}, which XML cannot carry',
    'contient le caractère {ref}, que XML ne peut pas transporter',
  ],
  ['is empty; give the number', 'est vide ; donnez le numéro'],
  ['is not a day; give it as YYYY-MM-DD', 'n’est pas un jour ; donnez-le sous la forme AAAA-MM-JJ'],
  ['is not a currency of ISO 4217', 'n’est pas une devise de l’ISO 4217'],
  ['is empty; give the name of the seller', 'est vide ; donnez le nom du vendeur'],
  ['is empty; give the name of the buyer', 'est vide ; donnez le nom de l’acheteur'],
  ['is not a country of ISO 3166-1', 'n’est pas un pays de l’ISO 3166-1'],
  ['is empty; a document has a line at least', 'est vide ; un document a au moins une ligne'],
  ['is missing; a credit transfer needs an account', 'manque ; un virement demande un compte'],
  ['has no scheme; give its code of EAS', 'n’a pas de schéma ; donnez son code EAS'],
  ['is empty; give the number of the invoice', 'est vide ; donnez le numéro de la facture'],
  [
    'is missing, and so are the terms (BT-20); an amount due needs one of them',
    'manque, comme les conditions (BT-20) ; un montant dû demande l’un ou l’autre',
  ],
  [
    'has neither an identifier (BT-29) nor a legal one (BT-30) nor a VAT id (BT-31)',
    'n’a ni identifiant (BT-29), ni identifiant légal (BT-30), ni numéro de TVA (BT-31)',
  ],
  ['is empty; give each line an id', 'est vide ; donnez un identifiant à chaque ligne'],
  ['is empty on line {ref}; name the item', 'est vide à la ligne {ref} ; nommez l’article'],
  [
    "is below zero on line {ref}; turn the quantity's sign instead",
    'est négatif à la ligne {ref} ; changez plutôt le signe de la quantité',
  ],
  ['is missing; give the reason or its code', 'manque ; donnez la raison ou son code'],
  ['is {given}, but {sum} is {right}', 'est {given}, mais {sum} est {right}'],
  ['the sum of the lines', 'la somme des lignes'],
  ['the sum of the allowances of the document', 'la somme des remises du document'],
  ['the sum of the charges of the document', 'la somme des frais du document'],
  [
    'the lines less the allowances and with the charges',
    'le total des lignes, remises déduites et frais ajoutés,',
  ],
  [
    'the sum of the VAT of all categories and rates',
    'la somme de la TVA de toutes les catégories et de tous les taux',
  ],
  ['net and VAT', 'la somme du total HT et de la TVA'],
  [
    'the total with VAT less what was paid, with the rounding',
    'le total TTC moins ce qui a été payé, avec l’arrondi,',
  ],
  ['is empty; a document has a VAT breakdown', 'est vide ; un document a une ventilation de la TVA'],
  [
    'has no part for the category {ref} at {rate} %, which a line, an allowance or a charge has',
    'n’a pas de part pour la catégorie {ref} à {rate} %, qu’a une ligne, une remise ou des frais',
  ],
  ['is zero, which the category S cannot have', 'est de zéro, ce que la catégorie S ne peut pas avoir'],
  ['is above zero in the category {ref}', 'est au-dessus de zéro dans la catégorie {ref}'],
  [
    'is not the sum of the lines, allowances and charges of the category {ref}',
    'n’est pas la somme des lignes, des remises et des frais de la catégorie {ref}',
  ],
  ['is not the base by the rate', 'n’est pas la base multipliée par le taux'],
  ['is given, but the category {ref} has none', 'est indiqué, mais la catégorie {ref} n’en a pas'],
  [
    'is missing; say why no VAT is due, or give the code',
    'manque ; dites pourquoi aucune TVA n’est due, ou donnez le code',
  ],
  ['is given, but the category O has no VAT id', 'est indiqué, mais la catégorie O n’a pas de numéro de TVA'],
  [
    "is missing; the category {ref} needs the seller's VAT id",
    'manque ; la catégorie {ref} demande le numéro de TVA du vendeur',
  ],
  [
    "is missing; the category {ref} needs the buyer's VAT id",
    'manque ; la catégorie {ref} demande le numéro de TVA de l’acheteur',
  ],
  [
    'is missing; an intra-community supply needs the day or the period of the delivery',
    'manque ; une livraison intracommunautaire demande le jour ou la période de la livraison',
  ],
  [
    'is missing; an intra-community supply needs the country of the delivery',
    'manque ; une livraison intracommunautaire demande le pays de la livraison',
  ],
];

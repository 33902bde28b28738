import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Doubts about the form of a file, in French. */
export const formDoubtsFr: readonly TranslatedSentence[] = [
  ['no separator was found: one column', 'aucun séparateur n’a été trouvé : une seule colonne'],
  [
    'the separator is taken for {given} ({cells} cells), but may be {other} ({others} cells)',
    'le séparateur semble être {given} ({cells} cellules), mais pourrait être {other} ({others} cellules)',
  ],
  [
    '{count} of {rows} rows do not have {cells} cells in good order',
    '{count} lignes sur {rows} n’ont pas {cells} cellules en bon ordre',
  ],
  [
    'quotes are taken for characters like any other, as they do not enclose cells',
    'les guillemets sont pris pour des caractères comme les autres, car ils n’entourent pas de cellules',
  ],
  [
    'lines that begin with {comment} are taken for comments',
    'les lignes qui commencent par {comment} sont prises pour des commentaires',
  ],
  [
    'the first {lines} lines are taken for a title, not for rows',
    'les {lines} premières lignes sont prises pour un titre, et non pour des données',
  ],
  ['the header has names that are blank or there twice', 'l’en-tête a des noms qui sont vides ou en double'],
  [
    'the first row is taken for a header, though no row has figures to tell it by',
    'la première ligne est prise pour un en-tête, bien qu’aucune ligne n’ait de chiffres pour le confirmer',
  ],
  [
    'names of the header cannot be used, so it is skipped and all columns are named in file.columns',
    'des noms de l’en-tête sont inutilisables : il est ignoré, et toutes les colonnes sont nommées dans file.columns',
  ],
  [
    'there is no byte order mark; {encoding} is assumed by the places of the NULs',
    'il n’y a pas de marque d’ordre des octets ; {encoding} est supposé d’après la place des octets nuls',
  ],
  [
    'the rows looked at are all ASCII; taken for utf-8, as nothing tells',
    'les lignes examinées sont toutes en ASCII ; le fichier est supposé en utf-8, car rien ne le dit',
  ],
  [
    '{bad} bytes are no UTF-8, while {good} characters are; rows with the former will be rejected',
    '{bad} octets ne sont pas en UTF-8, alors que {good} caractères le sont ; les lignes qui ont de tels octets seront rejetées',
  ],
  [
    'the bytes are no UTF-8; taken for {encoding}: look at the letters with accents',
    'les octets ne sont pas en UTF-8 ; le fichier est supposé en {encoding} : regardez les lettres accentuées',
  ],
  [
    'the byte 0xA4 is taken for €; in windows-1252 it is ¤',
    'l’octet 0xA4 est pris pour € ; en windows-1252, c’est ¤',
  ],
];

/** Doubts about a mapping that was proposed, in French. */
export const mappingDoubtsFr: readonly TranslatedSentence[] = [
  [
    'The mapping {"name"}, which is there already, fits this file as well.',
    'La correspondance {name}, qui existe déjà, convient aussi à ce fichier.',
  ],
  [
    'Of the {rows} rows of the sample {rejected} would be rejected ({reasons}), the others make {invoices} invoices.',
    'Sur les {rows} lignes de l’échantillon, {rejected} seraient rejetées ({reasons}), les autres font {invoices} factures.',
  ],
  [
    'The name {"name"} says that its amounts are in the smallest unit, but {"other"} has decimals; all are taken for whole units (numbers.minorUnits).',
    'Selon le nom {name}, ses montants sont dans la plus petite unité, mais {other} a des décimales ; tous sont pris pour des unités entières (numbers.minorUnits).',
  ],
  [
    'The amounts in {"name"} are taken for the smallest unit of the currency, as the name says: {cell} is {units} where the currency has two decimals (numbers.minorUnits).',
    'Les montants de {name} sont pris pour la plus petite unité de la devise, comme le nom le dit : {cell} vaut {units} quand la devise a deux décimales (numbers.minorUnits).',
  ],
  [
    'The amounts in {"name"} are taken for the smallest unit of the currency, as the name says (numbers.minorUnits).',
    'Les montants de {name} sont pris pour la plus petite unité de la devise, comme le nom le dit (numbers.minorUnits).',
  ],
  [
    'All amounts in {names} are whole numbers; they are taken for whole units, and not for cents or the like (numbers.minorUnits).',
    'Tous les montants de {names} sont des nombres entiers ; ils sont pris pour des unités entières, et non pour des centimes (numbers.minorUnits).',
  ],
  [
    'The rates in {"name"} are taken for fractions, so that {cell} is {percent} % (numbers.rates).',
    'Les taux de {name} sont pris pour des fractions : {cell} vaut {percent} % (numbers.rates).',
  ],
  [
    'The rates in {"name"} are taken for percents, so that {cell} is {percent} %, as not all are below 1 (numbers.rates).',
    'Les taux de {name} sont pris pour des pourcentages : {cell} vaut {percent} %, car tous ne sont pas inférieurs à 1 (numbers.rates).',
  ],
  [
    'The name {"name"} says that its amounts are in thousands or millions, but they are taken for whole units: multiply them in the file.',
    'Selon le nom {name}, ses montants sont en milliers ou en millions, mais ils sont pris pour des unités : multipliez-les dans le fichier.',
  ],
  [
    'No column holds a currency; all amounts are taken for {currency}, as {reason} (invoice.currency).',
    'Aucune colonne ne contient de devise ; tous les montants sont pris en {currency}, car {reason} (invoice.currency).',
  ],
  ['the name {"name"} says so', 'le nom {name} le dit'],
  [
    'the name {"name"} says so, with {"sign"}, which other currencies have too',
    'le nom {name} le dit, par le signe {sign}, que d’autres devises ont aussi',
  ],
  ['nothing in the file says which it is', 'rien dans le fichier ne dit laquelle c’est'],
  ['{"sign"} stands beside amounts', '{sign} se trouve à côté de montants'],
  [
    '{"sign"} stands beside amounts, which other currencies have too',
    '{sign} se trouve à côté de montants, et d’autres devises ont aussi ce signe',
  ],
  ['amounts with {signs} will be rejected', 'les montants avec {signs} seront rejetés'],
  [
    'Codes in {"name"} have small letters; they are read as capital ones (currencies.smallLetters).',
    'Des codes de {name} sont en minuscules ; ils sont lus comme des majuscules (currencies.smallLetters).',
  ],
  [
    '{"text"} in {"name"} is taken for {currency} (currencies.names).',
    '{text} dans {name} est pris pour {currency} (currencies.names).',
  ],
  [
    '{"net"} and {"tax"} do not add up to {"total"}; the total alone is taken, as an amount without tax (invoice.amount).',
    '{net} et {tax} ne donnent pas {total} ; le total seul est pris, comme un montant sans taxe (invoice.amount).',
  ],
  [
    '{"name"} is a net amount, and no column holds its tax; it is taken for the total (invoice.amount).',
    '{name} est un montant net, et aucune colonne ne contient sa taxe ; il est pris pour le total (invoice.amount).',
  ],
  [
    '{"name"} is with tax by its name, and no columns hold net and tax that add up to it; it is loaded as an amount without tax (invoice.amount).',
    '{name} est avec taxe selon son nom, et aucune colonne ne contient un net et une taxe qui le donnent ; il est chargé comme un montant sans taxe (invoice.amount).',
  ],
  [
    'Rows with {values} in {"name"} are taken for credit notes, whose figures are {figures} (creditNote).',
    'Les lignes avec {values} dans {name} sont prises pour des avoirs, dont les chiffres sont {figures} (creditNote).',
  ],
  [
    'Rows with {values} there are taken for invoices, all others are refused (creditNote.invoices).',
    'Les lignes avec {values} au même endroit sont prises pour des factures, toutes les autres sont refusées (creditNote.invoices).',
  ],
  [
    'Negative figures in {"name"} are taken for credit notes (creditNote).',
    'Les chiffres négatifs de {name} sont pris pour des avoirs (creditNote).',
  ],
  [
    'Numbers that begin with {"prefix"} are taken for credit notes (creditNote).',
    'Les numéros qui commencent par {prefix} sont pris pour des avoirs (creditNote).',
  ],
  [
    '{count} rows of the sample are negative and have no such number; they will be rejected.',
    '{count} lignes de l’échantillon sont négatives et n’ont pas un tel numéro ; elles seront rejetées.',
  ],
  [
    'The numbers in {"name"} are taken for days of Excel\'s 1900 system, {"cell"} is {day} (dates.forms; "excel-1904" is 1,462 days later).',
    'Les nombres de {name} sont pris pour des jours du système 1900 d’Excel, {cell} est le {day} (dates.forms ; "excel-1904" commence 1 462 jours plus tard).',
  ],
  [
    'The numbers in {"name"} are taken for {unit} since 1970 (dates.forms).',
    'Les nombres de {name} sont pris pour des {unit} depuis 1970 (dates.forms).',
  ],
  [
    'The dates in {"name"} may have {orders} first: {form} is taken, and not {left} (dates.forms).',
    'Les dates de {name} peuvent commencer par {orders} : la forme {form} est prise, et non {left} (dates.forms).',
  ],
  [
    'The years in {"name"} have two digits; 69 to 99 are taken for 1969 to 1999, 00 to 68 for 2000 to 2068 (dates.forms).',
    'Les années de {name} ont deux chiffres ; 69 à 99 sont prises pour 1969 à 1999, 00 à 68 pour 2000 à 2068 (dates.forms).',
  ],
  [
    'The times in {"name"} have no offset; they are taken for {zone} (dates.timeZone, for example "Europe/London").',
    'Les heures de {name} n’ont pas de décalage ; elles sont prises en {zone} (dates.timeZone, par exemple "Europe/Paris").',
  ],
  [
    'Numbers such as {"cell"} may be thousands or decimals; {"decimal"} is taken for the decimal separator (numbers.decimal, numbers.thousands).',
    'Les nombres comme {cell} peuvent avoir des milliers ou des décimales ; {decimal} est pris pour le séparateur décimal (numbers.decimal, numbers.thousands).',
  ],
  [
    'The column {"name"} is taken for rates of tax and not for amounts, as all its numbers are such rates (line.taxRate).',
    'La colonne {name} est prise pour des taux de taxe et non pour des montants, car tous ses nombres sont de tels taux (line.taxRate).',
  ],
  [
    'The column {"name"} is taken for {role}, though its name says that it is something else ({field}).',
    'La colonne {name} est prise pour {role}, bien que son nom dise autre chose ({field}).',
  ],
  [
    'The column {"name"} is taken for {role} by what it holds, not by its name.',
    'La colonne {name} est prise pour {role} d’après son contenu, et non d’après son nom.',
  ],
  [
    'No column holds the customer\'s name; all are called {"name"} (invoice.customerName).',
    'Aucune colonne ne contient le nom du client ; tous s’appellent {name} (invoice.customerName).',
  ],
  [
    '{"name"} holds numbers; customers are called {"called"} (invoice.customerName).',
    '{name} contient des nombres ; les clients s’appellent {called} (invoice.customerName).',
  ],
  [
    '{count} rows of the sample name no customer; they are kept as {"name"} (missingCustomer).',
    '{count} lignes de l’échantillon ne nomment pas de client ; elles sont gardées sous {name} (missingCustomer).',
  ],
  [
    'No column describes the lines; all are called {"name"} (line.description).',
    'Aucune colonne ne décrit les lignes ; toutes s’appellent {name} (line.description).',
  ],
  [
    'No column describes the lines; they are called by their code in {"name"} (line.description).',
    'Aucune colonne ne décrit les lignes ; elles s’appellent par leur code de {name} (line.description).',
  ],
  [
    '{count} rows of the sample have no description; they will be rejected (missingDescription).',
    '{count} lignes de l’échantillon n’ont pas de désignation ; elles seront rejetées (missingDescription).',
  ],
  [
    'Codes without a digit are taken for lines that are not a product, and kept: {codes} (noGoods).',
    'Les codes sans chiffre sont pris pour des lignes qui ne sont pas un produit, et gardés : {codes} (noGoods).',
  ],
  [
    'The prices in {"name"} are with tax by their name, but are read as prices without it (line.unitPrice).',
    'Les prix de {name} sont avec taxe selon leur nom, mais sont lus comme des prix sans taxe (line.unitPrice).',
  ],
  [
    'No column holds a tax rate; lines are loaded without tax; {"name"} may hold the tax in money, which is not read (line.taxRate).',
    'Aucune colonne ne contient de taux de taxe ; les lignes sont chargées sans taxe ; {name} contient peut-être la taxe en argent, qui n’est pas lue (line.taxRate).',
  ],
  [
    'No column holds a tax rate; lines are loaded without tax (line.taxRate).',
    'Aucune colonne ne contient de taux de taxe ; les lignes sont chargées sans taxe (line.taxRate).',
  ],
  [
    'Rows of the category E have no reason of exemption; they will be rejected (line.taxExemptionReason).',
    'Des lignes de la catégorie E n’ont pas de motif d’exonération ; elles seront rejetées (line.taxExemptionReason).',
  ],
  [
    'Rows of {"number"} have different times; the first is taken (grouping.issuedAt).',
    'Les lignes de {number} ont des heures différentes ; la première est prise (grouping.issuedAt).',
  ],
  [
    'Rows of {"number"} do not stand together, as rows of one invoice must.',
    'Les lignes de {number} ne sont pas ensemble, comme celles d’une facture doivent l’être.',
  ],
  [
    'The number {"number"} stands in several rows, but each row is taken for an invoice (grouping, line).',
    'Le numéro {number} figure dans plusieurs lignes, mais chaque ligne est prise pour une facture (grouping, line).',
  ],
  ['Columns that are not used: {names}.', 'Colonnes qui ne servent pas : {names}.'],
  // Fields for which no column was found.
  ["the invoice's number", 'le numéro de la facture'],
  ['the time of issue, in a form that is known', 'l’heure d’émission, sous une forme connue'],
  ['an amount, or a quantity and a unit price', 'un montant, ou une quantité et un prix unitaire'],
];

/** Words of doubts, in French. */
export const doubtWordsFr: Readonly<Record<string, string>> = {
  'the currency': 'la devise',
  'the time of issue': 'l’heure d’émission',
  "the customer's name": 'le nom du client',
  'the total': 'le total',
  'the day or the month': 'le jour ou le mois',
  'the day or the year': 'le jour ou l’année',
  'the month or the year': 'le mois ou l’année',
  'the day or the month or the year': 'le jour, le mois ou l’année',
  seconds: 'secondes',
  milliseconds: 'millisecondes',
  positive: 'positifs',
  negative: 'négatifs',
};

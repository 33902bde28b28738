-- Texts that are there get the form that texts from outside have now (platform/text): NFC, plain spaces, no invisible marks.
-- What may be meaningful beside its neighbours (joiners, variation selectors) stays, and a text that would become empty
-- or longer stays as it is.
CREATE FUNCTION "customer"."to_one_form"(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN form <> '' AND char_length(form) <= char_length(given) THEN form ELSE given END
  FROM (SELECT normalize(btrim(regexp_replace(regexp_replace(given,
    '[\u00AD\u034F\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2060-\u2064\u206A-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]', '', 'g'),
    '[\u00A0\u2000-\u200A\u202F\u205F\u3000]', ' ', 'g'), E' \t\r\n')) AS form) AS formed
$$;
--> statement-breakpoint
UPDATE "customer"."customers" SET
    "display_name" = "customer".to_one_form("display_name"),
    "contact_name" = "customer".to_one_form("contact_name"),
    "address_line1" = "customer".to_one_form("address_line1"),
    "address_line2" = "customer".to_one_form("address_line2"),
    "address_postal_code" = "customer".to_one_form("address_postal_code"),
    "address_city" = "customer".to_one_form("address_city"),
    "tax_number" = "customer".to_one_form("tax_number")
  WHERE octet_length("display_name") <> char_length("display_name")
    OR octet_length("contact_name") <> char_length("contact_name")
    OR octet_length("address_line1") <> char_length("address_line1")
    OR octet_length("address_line2") <> char_length("address_line2")
    OR octet_length("address_postal_code") <> char_length("address_postal_code")
    OR octet_length("address_city") <> char_length("address_city")
    OR octet_length("tax_number") <> char_length("tax_number");
--> statement-breakpoint
-- Of several that are the same in that form the oldest takes it, unless one has it; the others stay as they are.
UPDATE "customer"."customers" AS known SET "external_reference" = oldest.form
  FROM (
    SELECT DISTINCT ON (form) id, form
    FROM (SELECT id, "customer".to_one_form("external_reference") AS form, "external_reference" AS given FROM "customer"."customers"
      WHERE octet_length("external_reference") <> char_length("external_reference")) AS unusual
    WHERE form <> given
    ORDER BY form, id
  ) AS oldest
  WHERE known.id = oldest.id
    AND NOT EXISTS (SELECT FROM "customer"."customers" AS other WHERE other."external_reference" = oldest.form);
--> statement-breakpoint
DROP FUNCTION "customer"."to_one_form"(text);

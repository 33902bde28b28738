-- Every gateway process is told which sessions have ended, whoever ended them: what they have open for them closes.
CREATE FUNCTION "gateway"."tell_session_ended"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_notify('gateway_session_ended', encode(OLD."id_hash", 'hex'));
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "session_ended" AFTER DELETE ON "gateway"."session" FOR EACH ROW EXECUTE FUNCTION "gateway"."tell_session_ended"();

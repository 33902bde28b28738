// Command compose loads compose files with the library that Docker Compose uses, fills them in from an env file alone,
// validates them as one, and prints the whole as JSON. It needs no container engine.
//
//	go run . ../../docker-compose.yml ../../.env.example
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: compose COMPOSE_FILE... ENV_FILE")
		os.Exit(2)
	}
	last := len(os.Args) - 1
	if err := run(os.Args[1:last], os.Args[last]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(files []string, envFile string) error {
	options, err := cli.NewProjectOptions(
		files,
		cli.WithEnvFiles(envFile),
		cli.WithDotEnv,
		cli.WithProfiles([]string{"*"}),
		cli.WithInterpolation(true),
	)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	project, err := options.LoadProject(ctx)
	if err != nil {
		return err
	}
	text, err := project.MarshalJSON()
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(text)
	return err
}

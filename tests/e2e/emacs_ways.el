;;; emacs_ways.el --- Other ways to debug in Emacs  -*- lexical-binding: t; -*-

;; Commands in dap-mode's console, a program that asks for input, and a Python program that embeds Lua.  PROGRAM asks; RULES is
;; run by a Python program that listens at HOST_PORT; see `emacs_session.el' for the rest.

(load (expand-file-name "emacs_session" (file-name-directory load-file-name)))

(defun shown (buffer pattern)
  "Wait until a buffer whose name has BUFFER in it has a line that matches PATTERN, and say it."
  (let (found)
    (wait (format "%s in %s" pattern buffer)
          (lambda ()
            (dolist (one (buffer-list) found)
              (when (string-match-p (regexp-quote buffer) (buffer-name one))
                (with-current-buffer one
                  (save-excursion
                    (goto-char (point-max))
                    (when (re-search-backward pattern nil t)
                      (setq found (buffer-substring-no-properties (match-beginning 0) (line-end-position))))))))))
    (say "shown %s" found)))

(defun console (line)
  "Type LINE into dap-mode's console."
  (with-current-buffer (get-buffer dap-ui--repl-buffer)
    (goto-char (point-max))
    (insert line)
    (comint-send-input)))

(defun end-session ()
  (setq terminated nil)
  (dap-disconnect (dap--cur-session))
  (wait "the end" (lambda () terminated)))

(break-at (getenv "PROGRAM") 2)
(dap-debug (list :type "moonwalk" :request "launch" :name "asks"))
(shown "*Messages*" "^The program waits for input")
(moonwalk-input "Ada")
(stop-at 2)
(dap-ui-repl)
(console ":calls greet")
(shown dap-ui--repl-buffer "t=[0-9]+  greet")
(console ":back out")
(stop-at 6)
(console ":history name")
(shown dap-ui--repl-buffer "t=[0-9]+ .*→")
(console ":origin name")
(shown dap-ui--repl-buffer "name = \"Ada\": ")
(console ":who name")
(stop-at 5)
(console ":goto 0")
(stop-at 3)
(console ":end")
(stop-at 2)
(end-session)

(dap-breakpoint-delete-all)
(setq terminated nil)
(dap-debug (list :type "moonwalk" :request "launch" :name "asks" :program (getenv "PROGRAM")
                 :console "integratedTerminal" :stopAtEnd :json-false))
(shown "- program.lua*" "^name\\?")
(process-send-string (get-buffer-process (seq-find (lambda (one) (string-match-p "- program.lua\\*" (buffer-name one)))
                                                   (buffer-list)))
                     "Bob\n")
(wait "the end" (lambda () terminated))
(shown "- program.lua*" "hello")

(moonwalk--forget-ended-sessions)
(break-at (getenv "RULES") 4)
(moonwalk-attach (string-to-number (getenv "HOST_PORT")))
(stop-at 4)
(dap-continue (dap--cur-session) 1)
(stop-at 4)
(moonwalk-where)
(shown "*Messages*" "^t=14 of")
(moonwalk-reverse-continue)
(stop-at 4)
(moonwalk-where)
(shown "*Messages*" "^t=9 of")
(end-session)
(say "left")
(kill-emacs 0)
;;; emacs_ways.el ends here

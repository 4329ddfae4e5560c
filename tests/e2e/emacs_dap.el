;;; emacs_dap.el --- Drives a debugging session in Emacs  -*- lexical-binding: t; -*-

;; Forward, backward, and what our commands tell of the run; see `emacs_session.el'.

(load (expand-file-name "emacs_session" (file-name-directory load-file-name)))

(break-at (getenv "PROGRAM") 3)
(dap-debug (list :type "moonwalk" :request "launch" :name "test"))
(stop-at 3)
(call-interactively #'moonwalk-step-back)
(stop-at 2)
(dap-next (dap--cur-session))
(stop-at 3)
(dap-continue (dap--cur-session) 1)
(stop-at 3)
(moonwalk-goto 1)
(stop-at 2)
(dap-continue (dap--cur-session) 1)
(stop-at 3)
(call-interactively #'moonwalk-reverse-continue)
(stop-at 1)
(moonwalk-where)
(let ((messages ""))
  (wait "the position"
        (lambda () (setq messages (with-current-buffer "*Messages*" (buffer-string)))
          (string-match "t=0 of [0-9]+, from t=0" messages)))
  (say "position %s" (match-string 0 messages)))

(defun listed (title)
  "Say what the list of moments called TITLE shows, and leave point at its first."
  (let ((name (format "*moonwalk: %s*" title)))
    (wait name (lambda () (get-buffer name)))
    (set-buffer name)
    (goto-char (point-min))
    (dolist (one tabulated-list-entries)
      (say "listed %s" (mapconcat (lambda (column) (string-trim-right column)) (append (cadr one) nil) " | ")))))

(moonwalk-goto 5)
(stop-at 3)
(moonwalk-history "n")
(listed "values of n")
(forward-line 1)
(moonwalk-goto-moment)
(stop-at 3)
(moonwalk-origin "n")
(listed "origin of n")
(moonwalk-who "n")
(stop-at 1)
(dap-disconnect (dap--cur-session))
(wait "the end" (lambda () terminated))
(say "terminated")
(kill-emacs 0)
;;; emacs_dap.el ends here
